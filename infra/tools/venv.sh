#!/bin/sh
# Makes .venv with exactly the Python tools of requirements.txt, once and again when that file changes.
set -eu
wanted=infra/tools/requirements.txt
if ! cmp -s "$wanted" .venv/installed.txt; then
  rm -rf .venv
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" .venv/installed.txt
fi
