#!/bin/sh
# Names everything that `npm run validate` and `npm run security-check` need beyond npm's packages and is not here, all at once.
set -eu
missing=''
needs() { # needs WHAT PACKAGE COMMAND...: PACKAGE is Debian's
  what=$1 package=$2
  shift 2
  "$@" > /dev/null 2>&1 || missing="$missing
  $what (apt-get install $package)"
}
compose() { command -v docker-compose || docker compose version; }

needs promtool prometheus command -v promtool
needs docker-compose docker-compose compose
needs 'a Java runtime, for npm-groovy-lint' default-jre-headless command -v java
needs 'Python 3 with venv' python3-venv python3 -c 'import venv, ensurepip'
needs git git command -v git
needs tar tar command -v tar
[ -z "$missing" ] || { echo "This machine lacks:$missing" >&2; exit 1; }
echo 'requirements: all here'
