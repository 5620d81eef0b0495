#!/bin/sh
# Checkov over the synthesized templates. What does not hold is skipped in the template itself, with its reason.
set -eu
sh infra/tools/venv.sh
ls cdk.out/*.template.json > /dev/null 2>&1 || { echo 'No template in cdk.out: run `npm run synth` first' >&2; exit 1; }
exec .venv/bin/checkov --directory cdk.out --framework cloudformation --compact --quiet --skip-download "$@"
