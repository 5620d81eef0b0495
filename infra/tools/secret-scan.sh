#!/bin/sh
# Fails on anything that looks like a credential in a committed file and is not in .secrets.baseline (`detect-secrets audit`).
set -eu
sh infra/tools/venv.sh
git ls-files -z | xargs -0 .venv/bin/detect-secrets-hook --baseline .secrets.baseline "$@"
echo 'secret scan: no finding'
