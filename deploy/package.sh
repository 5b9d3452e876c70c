#!/bin/sh
# Makes a Debian package out of what was built: deploy/package.sh NAME FOLDER, NAME being lachan or lachan-forwarder.
# The same sources make the same bytes. By hand with dpkg-deb rather than by a plugin: every file of the package can be
# seen below deploy/debian, and the machine that builds needs nothing but dpkg.
#   LACHAN_VERSION       version of the package; of the build without it
#   SOURCE_DATE_EPOCH    time of every file; of the last commit without it
#   LACHAN_COMPRESSION   xz (as it is given away), or none for a quick look
set -eu
name=$1
mkdir -p "$2"
out=$(cd -- "$2" && pwd)
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
app=$root/app/target
debian=$root/deploy/debian
. "$root/deploy/launch.sh"
jdk=$("$root/mvnw" --print-jdk)

command -v dpkg-deb >/dev/null || { echo "package: dpkg-deb is missing (Debian: dpkg)" >&2; exit 2; }
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 1793836800)
fi
export SOURCE_DATE_EPOCH
if [ -z "${LACHAN_VERSION:-}" ]; then
  LACHAN_VERSION=$(sed -n 's|.*<artifactId>lachan</artifactId><version>\(.*\)</version></parent>.*|\1|p' "$root/app/pom.xml")
  # Everything before a release sorts before it, and later commits after earlier ones.
  LACHAN_VERSION=$(echo "$LACHAN_VERSION" | sed "s|-SNAPSHOT|~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M)|")
fi
architecture=$(dpkg --print-architecture)

# What `jdeps --print-module-deps` names for our jars, and what is found by name only: naming services, elliptic curves,
# tokens with keys (PKCS#11), old character sets of logs, Vietnamese dates, jcmd for whoever looks for a fault.
modules=java.base,java.compiler,java.desktop,java.instrument,java.management,java.management.rmi,java.naming,java.net.http
modules=$modules,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql.rowset,java.xml.crypto,jdk.charsets
modules=$modules,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.incubator.vector,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns
modules=$modules,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs

# The runtime is made once for each JDK and list of modules.
runtime=$app/package/runtime
made_of="$(cat "$jdk/release") $modules"
if [ "$(cat "$runtime.made-of" 2>/dev/null)" != "$made_of" ]; then
  rm -rf "$runtime" "$runtime.made-of"
  mkdir -p "$app/package"
  "$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
    --include-locales=vi,en --output "$runtime"
  echo "$made_of" > "$runtime.made-of"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 0755 "$work"
umask 022
fill() { sed -e "s|@NAME@|$name|g" -e "s|@VERSION@|$LACHAN_VERSION|g" -e "s|@ARCHITECTURE@|$architecture|g" -e "s|@SIZE@|${size:-0}|g" "$@"; }

home=$work/usr/lib/$name
mkdir -p "$home/bin" "$home/app/lib" "$work/usr/bin" "$work/usr/lib/systemd/system" "$work/etc/default" "$work/etc/$name" \
  "$work/usr/share/doc/$name" "$work/DEBIAN"
cp -R "$runtime" "$home/runtime"
cp "$app/lachan.jar" "$home/app/lachan.jar"
# A package may leave jars out that its roles never load.
left_out=$debian/$name/without
wanted() { [ ! -f "$left_out" ] || ! echo "$1" | grep -qf "$left_out"; }
path=
for jar in $(class_path "$app" . | tr ':' ' '); do
  jar=${jar#./}
  wanted "${jar#lib/}" || continue
  [ "$jar" = lachan.jar ] || cp "$app/$jar" "$home/app/$jar"
  path=$path:/usr/lib/$name/app/$jar
done
echo "${path#:}" > "$home/classpath"
echo "$LACHAN_VERSION" > "$home/version"
cp "$root/deploy/launch.sh" "$home/bin/launch.sh"
fill "$debian/launcher.sh" > "$home/bin/lachan"
chmod 0755 "$home/bin/lachan"
ln -s "../lib/$name/bin/lachan" "$work/usr/bin/$name"
fill "$debian/$name/$name.service" > "$work/usr/lib/systemd/system/$name.service"
fill "$debian/remember.service" > "$work/usr/lib/systemd/system/$name-remember.service"
cp "$debian/$name/default" "$work/etc/default/$name"
settings=$root/deploy/application.yml
[ ! -f "$debian/$name/application.yml" ] || settings=$debian/$name/application.yml
cp "$settings" "$work/etc/$name/application.yml"
chmod 0750 "$work/etc/$name"
chmod 0640 "$work/etc/$name/application.yml"
printf '/etc/%s/application.yml\n/etc/default/%s\n' "$name" "$name" > "$work/DEBIAN/conffiles"
cp "$root/docs/huong-dan/van-hanh.md" "$root/deploy/application.yml" "$work/usr/share/doc/$name/"
cp -R "$root/deploy/monitoring" "$work/usr/share/doc/$name/monitoring"
cp -R "$root/deploy/elasticsearch" "$work/usr/share/doc/$name/elasticsearch"
gzip -9nc "$root/CHANGELOG.md" > "$work/usr/share/doc/$name/changelog.gz"
cp "$debian/copyright" "$work/usr/share/doc/$name/copyright"

# One order and one time for everything; nobody but root may change what root runs.
find "$work" -type f ! -perm -u=x -path "$work/usr/*" -exec chmod 0644 {} +
find "$work/usr" -type f -perm -u=x -exec chmod 0755 {} +
size=$(du -sk --apparent-size "$work" | cut -f1)
{ fill "$debian/control"; fill "$debian/$name/control"; } > "$work/DEBIAN/control"
for script in postinst prerm postrm; do
  fill "$debian/$script" > "$work/DEBIAN/$script"
  chmod 0755 "$work/DEBIAN/$script"
done
(cd "$work" && find usr -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 md5sum > DEBIAN/md5sums)
find "$work" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
package=$out/${name}_${LACHAN_VERSION}_$architecture.deb
dpkg-deb --root-owner-group --uniform-compression "-Z${LACHAN_COMPRESSION:-xz}" --build "$work" "$package" >&2
echo "$package"
