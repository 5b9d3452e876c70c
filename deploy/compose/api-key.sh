#!/bin/sh
# Asks Elasticsearch for the key of the nodes and writes it to secrets/elasticsearch_key.
set -eu
umask 077
cd "$(dirname "$0")"
answer=$(docker compose exec -T elasticsearch sh -c 'curl --silent --fail --cacert /run/secrets/elasticsearch_ca \
  --user "elastic:$(cat /run/secrets/elastic_password)" -H "Content-Type: application/json" \
  -X POST https://elasticsearch:9200/_security/api_key -d "{\"name\":\"lachan\"}"')
key=$(printf '%s' "$answer" | sed -n 's/.*"encoded":"\([^"]*\)".*/\1/p')
[ -n "$key" ] || { echo "Elasticsearch gave no key" >&2; exit 1; }
printf "%s" "$key" > secrets/elasticsearch_key # mode stays
