#!/bin/sh
# venv.sh [REQUIREMENTS [FOLDER]]: makes FOLDER (.venv) with exactly the Python tools of REQUIREMENTS, once and again when that file changes.
set -eu
wanted=${1:-infra/tools/requirements.txt}
folder=${2:-.venv}
if ! cmp -s "$wanted" "$folder/installed.txt"; then
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" "$folder/installed.txt"
fi
