#!/bin/sh
# Prints who wrote what would be deployed, one login a line: the part before the @ of each address since the last build that passed.
set -eu
range=${GIT_PREVIOUS_SUCCESSFUL_COMMIT:+$GIT_PREVIOUS_SUCCESSFUL_COMMIT..}HEAD
git log --format='%ae%n%ce' "$range" | sed 's/@.*//' | sort -u
