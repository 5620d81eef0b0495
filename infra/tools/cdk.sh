#!/bin/sh
# cdk.sh synth [OPTIONS]             writes every stage's templates to cdk.out; needs no network and no account
# cdk.sh diff|deploy STAGE [OPTIONS] compares or deploys what cdk.out holds: what was checked is what is deployed
set -eu
export CDK_DISABLE_CLI_TELEMETRY=true CDK_DISABLE_VERSION_CHECK=1
verb=$1
shift
case $verb in
  synth)
    AWS_EC2_METADATA_DISABLED=true cdk synth --no-notices --quiet "$@"
    ;;
  diff | deploy)
    stage=${1:-}
    ls "cdk.out/dinex-$stage-api.template.json" > /dev/null 2>&1 || {
      echo "usage: npm run $verb -- dev|staging|prod [options], after npm run synth" >&2
      exit 2
    }
    shift
    cdk "$verb" --no-notices --app cdk.out "dinex-$stage-*" "$@"
    ;;
esac
