#!/bin/sh
# Makes the secrets that compose.yml names, once; none is ever shown. What is there stays.
set -eu
[ "$(id -u)" = 0 ] || { echo "run as root: the files get the owners that the containers expect" >&2; exit 2; }
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
cd secrets
random() { [ -s "$1" ] || openssl rand -hex 24 | tr -d '\n' > "$1"; }
random database_password
random elastic_password
# Both nodes replace citizen numbers under one key; a node with another one does not start.
[ -s pseudonym_key ] || printf 'lachan-pseudonym-key 1\n%s\n' "$(openssl rand -base64 32)" > pseudonym_key
[ -e elasticsearch_key ] || : > elasticsearch_key
if [ ! -s elasticsearch_ca.pem ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=Lá Chắn, kho sự kiện" -utf8 \
    -keyout elasticsearch_ca.key -out elasticsearch_ca.pem 2>/dev/null
fi
if [ ! -s elasticsearch.crt ]; then
  openssl req -newkey rsa:3072 -nodes -subj "/CN=elasticsearch" -keyout elasticsearch.key -out elasticsearch.csr 2>/dev/null
  printf 'subjectAltName=DNS:elasticsearch,DNS:localhost\nextendedKeyUsage=serverAuth\n' > extensions
  openssl x509 -req -in elasticsearch.csr -CA elasticsearch_ca.pem -CAkey elasticsearch_ca.key -CAcreateserial -days 1825 \
    -extfile extensions -out elasticsearch.crt 2>/dev/null
  rm -f elasticsearch.csr extensions
fi
# Containers see a file with the owner and the mode it has here, and have users of their own. So the folder is closed to
# everybody but root, and the files in it are not; those of Elasticsearch (user 1000) and of Lá Chắn (1500) must be their own.
chmod 0444 database_password elasticsearch_ca.pem elasticsearch.crt
chmod 0644 elasticsearch_key
chmod 0400 elastic_password elasticsearch.key elasticsearch_ca.key
chown 1000 elastic_password elasticsearch.key
chmod 0400 pseudonym_key
chown 1500 pseudonym_key
echo "secrets are in $(pwd); keep elasticsearch_ca.key elsewhere"
