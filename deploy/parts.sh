#!/bin/sh
# Writes into the folder $1 what the product is made of: sbom/*.cdx.json (CycloneDX), licences/ (their texts and notices).
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
app=$root/app/target
out=$1
mkdir -p "$out/sbom" "$out/licences/java" "$out/licences/ui"

command -v unzip >/dev/null || { echo "parts: unzip is missing (Debian: unzip)" >&2; exit 2; }

# Java: one component a jar that is shipped, from the poms; the build writes it into lachan.jar too.
cp "$app/classes/META-INF/sbom/application.cdx.json" "$out/sbom/java.cdx.json"
# Screens: what npm put into them.
(cd "$root/ui" && npm sbom --sbom-format cyclonedx --package-lock-only) |
  node "$root/deploy/ui-parts.mjs" "$root/ui/package-lock.json" > "$out/sbom/ui.cdx.json"

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
legal=$app/package/runtime/legal
[ -d "$legal" ] || legal=$("$root/mvnw" --print-jdk)/legal
cp -RL "$legal" "$out/licences/jdk" # files, not links: only files have checksums
