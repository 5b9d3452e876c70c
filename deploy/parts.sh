#!/bin/sh
# Writes into the folder $1 what the product is made of: sbom/*.cdx.json (CycloneDX), licences/ (their texts and notices).
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
app=$root/app/target
out=$1
mkdir -p "$out/sbom" "$out/licences/java" "$out/licences/ui"

# Java: one component a jar that is shipped, from the poms; made when the libraries changed.
list=$app/package/java.cdx.json
if [ ! -f "$list" ] || [ "$app/lib.path" -nt "$list" ]; then
  "$root/mvnw" -B -ntp ${LACHAN_MAVEN_OFFLINE:+-o} -q -pl app -am org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom -DschemaVersion=1.6 \
    -DoutputFormat=json -DoutputName=lachan.cdx -DincludeTestScope=false -DincludeProvidedScope=false >&2
  mkdir -p "$app/package"
  mv "$app/lachan.cdx.json" "$list"
fi
cp "$list" "$out/sbom/java.cdx.json"
# Screens: what npm put into them.
(cd "$root/ui" && npm sbom --sbom-format cyclonedx --omit dev --package-lock-only) > "$out/sbom/ui.cdx.json"

texts() { # jar or nothing: the names of licence texts in it
  unzip -Z1 "$1" 2>/dev/null | grep -iE '^(META-INF/)?(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)[^/]*$' | grep -viE '\.class$' || true
}
for jar in $(tr ':' ' ' < "$app/lib.path"); do
  name=$(basename "$jar" .jar)
  case $name in lachan-*) continue ;; esac
  texts "$app/lib/$name.jar" | while IFS= read -r text; do
    mkdir -p "$out/licences/java/$name"
    unzip -p "$app/lib/$name.jar" "$text" > "$out/licences/java/$name/$(basename "$text")"
  done
done
for package in "$root"/ui/node_modules/*/ "$root"/ui/node_modules/@*/*/; do
  name=${package#"$root/ui/node_modules/"}
  name=${name%/}
  grep -qF "\"purl\": \"pkg:npm/$(echo "$name" | sed 's|@|%40|')@" "$out/sbom/ui.cdx.json" || continue
  for text in "$package"LICEN[CS]E* "$package"licen[cs]e* "$package"NOTICE* "$package"COPYING*; do
    [ -f "$text" ] || continue
    mkdir -p "$out/licences/ui/$name"
    cp "$text" "$out/licences/ui/$name/"
  done
done
cp -R "$app/package/runtime/legal" "$out/licences/jdk"
