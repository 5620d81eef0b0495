"""Content types of files are texts to it, as they are to the document."""

import schemathesis

for media_type in ("text/csv", "application/x-ndjson", "application/vnd.ms-excel", "application/merge-patch+json"):
    schemathesis.serializer.alias(media_type, "application/json" if media_type.endswith("+json") else "text/plain")
