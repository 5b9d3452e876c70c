#!/bin/sh
# Makes what is carried into a place without network: packages, licences and list of all parts, checksums, signature.
#   lachan bundle FOLDER --key FILE.p12 --password-file FILE    signed
#   lachan bundle FOLDER --unsigned                             to be signed elsewhere
# The signature is CMS, detached, by the key of a PKCS#12 file; both sides need nothing but openssl:
#   openssl cms -verify -binary -inform DER -in SHA256SUMS.p7s -content SHA256SUMS -CAfile CA.pem -purpose any -out /dev/null && sha256sum -c SHA256SUMS
set -eu
say() { echo "lachan bundle: $*" >&2; }
usage() { say "usage: lachan bundle FOLDER (--key FILE.p12 --password-file FILE | --unsigned)"; exit 2; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
folder='' key='' password='' unsigned=
while [ $# -gt 0 ]; do
  case $1 in
    --key) [ $# -gt 1 ] || usage; key=$2; shift ;;
    --password-file) [ $# -gt 1 ] || usage; password=$2; shift ;;
    --unsigned) unsigned=yes ;;
    -*) usage ;;
    *) [ -z "$folder" ] || usage; folder=$1 ;;
  esac
  shift
done
[ -n "$folder" ] || usage
if [ -n "$unsigned" ]; then [ -z "$key$password" ] || usage; else [ -n "$key" ] && [ -n "$password" ] || usage; fi
for file in "$key" "$password"; do
  [ -z "$file" ] || [ -r "$file" ] || { say "cannot read $file"; exit 2; }
done
if [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ]; then say "$folder is not empty"; exit 2; fi
mkdir -p "$folder"
folder=$(cd -- "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for name in ${LACHAN_PACKAGES-lachan lachan-forwarder}; do
  say "package $name"
  "$root/deploy/package.sh" "$name" "$folder" >/dev/null
done

say "list of parts"
"$root/deploy/parts.sh" "$folder"

cp "$root/docs/huong-dan/van-hanh.md" "$folder/van-hanh.md"
cp "$root/CHANGELOG.md" "$folder/CHANGELOG.md"
cp "$root/deploy/application.yml" "$folder/application.yml"
cp -R "$root/deploy/monitoring" "$folder/monitoring"
mkdir "$folder/compose" # never its secrets, if there are any here
for file in compose.yml lachan.yml Dockerfile prepare.sh api-key.sh; do cp "$root/deploy/compose/$file" "$folder/compose/$file"; done

say "checksums"
(cd "$folder" && find . -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum > "$work/SHA256SUMS")
mv "$work/SHA256SUMS" "$folder/SHA256SUMS"
if [ -z "$unsigned" ]; then
  # The opened key lives in a folder only we can read, as long as the signing takes.
  (umask 077
   openssl pkcs12 -in "$key" -passin "file:$password" -nodes -nocerts -out "$work/key.pem" &&
   openssl pkcs12 -in "$key" -passin "file:$password" -nokeys -clcerts -out "$work/signer.pem" &&
   openssl pkcs12 -in "$key" -passin "file:$password" -nokeys -cacerts -out "$work/chain.pem") 2>"$work/openssl.log" ||
    { say "cannot open $key: $(head -1 "$work/openssl.log")"; exit 2; }
  chain=
  ! grep -q BEGIN "$work/chain.pem" || chain="-certfile $work/chain.pem"
  # shellcheck disable=SC2086
  openssl cms -sign -binary -md sha256 -in "$folder/SHA256SUMS" -signer "$work/signer.pem" -inkey "$work/key.pem" $chain \
    -outform DER -out "$folder/SHA256SUMS.p7s"
  openssl x509 -in "$work/signer.pem" -noout -subject -enddate >&2
else
  say "NOT SIGNED: sign SHA256SUMS before this leaves the house"
fi
say "$(du -sh "$folder" | cut -f1) in $folder"
