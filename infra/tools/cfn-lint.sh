#!/bin/sh
# cfn-lint over the synthesized templates: whatever it finds, information included, fails. W3005 is not asked: CDK writes a DependsOn
# beside the reference that makes it superfluous.
set -eu
sh infra/tools/venv.sh
ls cdk.out/*.template.json > /dev/null 2>&1 || { echo 'No template in cdk.out: run `npm run synth` first' >&2; exit 1; }
.venv/bin/cfn-lint --include-checks I --ignore-checks W3005 --regions us-east-1 --template cdk.out/*.template.json "$@"
echo 'cfn-lint: no finding'
