#!/bin/sh
# Fails on anything in a committed file that looks like a credential.
set -eu
sh infra/tools/venv.sh
scan() { xargs -0 .venv/bin/detect-secrets-hook "$@"; }

# Keys of AWS, GitHub, Slack and the like, private keys, passwords in URLs: in every file, tests included.
git ls-files -z | scan \
  --disable-plugin Base64HighEntropyString --disable-plugin HexHighEntropyString --disable-plugin KeywordDetector

# Whatever looks random or is called a secret: not in tests, whose ids and keys are made up, nor in generated files. The lines are
# the digests of images, the alphabets of our ids, the stand-ins' credentials, the names of the two ways to authenticate, and documented examples.
git ls-files -z -- ':!:*.spec.ts' ':!:test' ':!:package-lock.json' ':!:docs/openapi.json' ':!:src/geo/data' | scan \
  --exclude-lines '@sha256:[0-9a-f]{64}|example: .(hmac:|3f9c2b7d|dnx_test_)|token_use|(client_id|clientId).*AUDIENCE|"(keys|token|secret-scan|security-check)":|const (CROCKFORD|ALPHANUMERIC|EMBEDDED_CREDENTIALS) =|AUTH_MODE:|_SECRET_VARIABLE =|'abcde12345''
echo 'secret scan: no finding'
