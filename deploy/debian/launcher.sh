#!/bin/sh
# The command of Lá Chắn as installed: the same words as in the repository.
set -eu
name=@NAME@
home=/usr/lib/$name
cache=/var/cache/$name
. "$home/bin/launch.sh"
[ ! -r "/etc/default/$name" ] || . "/etc/default/$name"
export LC_ALL="${LC_ALL:-C.UTF-8}"
export LACHAN_DATA="${LACHAN_DATA:-/var/lib/$name}" LACHAN_SETTINGS="${LACHAN_SETTINGS:-/etc/$name/application.yml}"

word=${1:-}
# What touches the data of the platform does so as its user, so that every file in there belongs to it.
if [ "$(id -u)" = 0 ]; then
  case $word in
    start | users | vault | health) exec setpriv --reuid="$name" --regid="$name" --init-groups -- "$0" "$@" ;;
  esac
  # Root trusts only what root has made.
  cache=$cache-root
fi
version=$(cat "$home/version")
class_path=$(cat "$home/classpath")
java=$home/runtime/bin/java

remember() { # file, options, word ...
  file=$1 options=$2
  shift 2
  [ -f "$file" ] && return
  # shellcheck disable=SC2086
  if "$java" $options $java_common "-XX:AOTCacheOutput=$file.new" -cp "$class_path" vn.lachan.Application "$@" >/dev/null 2>&1 &&
      [ -f "$file.new" ]; then
    chmod 0644 "$file.new"
    mv "$file.new" "$file"
  else
    rm -f "$file.new"
    echo "$name: không ghi nhớ được lớp Java cho $file; mọi thứ vẫn chạy, chỉ chậm hơn" >&2
  fi
}

# Has Java keep loaded classes and what runs often; done once for each version, beside its first start (about a minute of processor time).
if [ "$word" = remember ]; then
  mkdir -p "$cache"
  find "$cache" -maxdepth 1 -name '*.aot*' ! -name "*-$version.aot" -delete
  remember "$cache/short-$version.aot" "$java_short" bench rehearse
  # A forwarder starts little; only the platform rehearses its start.
  [ "$(id -u)" = 0 ] || [ "$name" != lachan ] || remember "$cache/start-$version.aot" "$(java_options start "${LACHAN_MEMORY:-2g}")" bench rehearse start
  exit 0
fi

usual=$(java_options "$word" "${LACHAN_MEMORY:-2g}")
short="$java_short $(remembered "$cache/short-$version.aot")"
case $word in
  # After an OutOfMemoryError nothing can be relied on: the service ends and is started again.
  start) usual="$usual -XX:+ExitOnOutOfMemoryError $(remembered "$cache/start-$version.aot")" ;;
  backup) usual=$short ;;
esac
# shellcheck disable=SC2086
exec "$java" ${LACHAN_JAVA_OPTS:-$usual} $java_common "-Dlachan.backup.java=$short $java_common" \
  -cp "$class_path" vn.lachan.Application "$@"
