#!/bin/sh
# Checks what has a checker: the scrape and alert rules by promtool (with their tests), the services by docker-compose.
set -eu
cd "$(dirname "$0")"
promtool check config --syntax-only prometheus/prometheus.yml
promtool check rules prometheus/rules.yml
promtool test rules prometheus/rules.test.yml
export GRAFANA_ADMIN_PASSWORD=checked
if command -v docker-compose > /dev/null; then docker-compose -f docker-compose.yml config > /dev/null
else docker compose -f docker-compose.yml config > /dev/null; fi
echo 'docker-compose.yml: the services are well formed'
