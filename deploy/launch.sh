# How Java runs Lá Chắn: read by `lachan` in the repository and by the installed command, so that both do the same.
# shellcheck shell=sh disable=SC2034

# No session tickets: a sender of syslog over TLS reads nothing, and closing with a ticket unread throws away what it sent last.
# The second option is for TLS 1.2: without it Java promises a ticket and sends none, and GnuTLS (rsyslog) gives up.
java_common="-Djdk.tls.server.newSessionTicketCount=0 -Djdk.tls.server.enableSessionTicketExtension=false --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
# The JDK's Poly1305 has code for such processors, eight times as fast as ours, but no door (docs/adr/018).
if grep -qsE ' avx(512)?_?ifma' /proc/cpuinfo; then
  java_common="--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED $java_common"
fi
# A short command ends before most of what C2 compiles has paid for itself: it waits ten times as long as usual, but takes
# hashes, ciphers and scrypt at once, which only it makes fast (docs/adr/018). It is their callers that it takes: what it
# puts in place of implCompress0 and of such others makes compiling their own code a waste.
java_short="-Xmx1g -Xmn48m -XX:PretenureSizeThreshold=8m -XX:+UseSerialGC \
-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 \
-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000 -XX:CompileCommand=quiet"
for hot in sun.security.provider.SHA2*::implCompress sun.security.provider.DigestBase::* \
  com.sun.crypto.provider.CounterMode::* com.sun.crypto.provider.AESCrypt::encryptBlock \
  com.sun.crypto.provider.Poly1305::engine* vn.lachan.backup.repository.Scrypt::*; do
  java_short="$java_short -XX:CompileCommand=CompileThresholdScaling,$hot,0.05"
done

# The options for the word $1, before the cache of classes; $2 is the most memory of a long word.
# The Vector API is an incubator: Java says so on standard error each time, and gains nothing on a processor with
# SHA instructions (docs/adr/018). So only words that hash much get it, and only where it can help.
java_options() {
  case $1 in
    backup) echo "$java_short"; return ;;
  esac
  options="-Xmx${2:-2g} -XX:+UseParallelGC"
  case $1 in
    start | bench) grep -qs ' sha_ni' /proc/cpuinfo || options="$options --add-modules jdk.incubator.vector" ;;
  esac
  echo "$options"
}

# The class path of the build in $1 (app/target) as it is at $2. What `backup` needs comes first, so that a short command
# opens few jars; each by name, because Java remembers classes for one order of jars only. Only jars of this build count:
# older ones may lie in lib too.
class_path() {
  path=$2/lachan.jar
  jars=" $(tr ':' '\n' < "$1/lib.path" | sed 's|.*/||' | LC_ALL=C sort | tr '\n' ' ')"
  for first in lachan-backup-restore lachan-audit zstd-jni jackson-core-3 jackson-databind-3 jackson-annotations slf4j-api logback; do
    for jar in $jars; do
      case $jar in "$first"*) path=$path:$2/lib/$jar ;; esac
    done
  done
  for jar in $jars; do
    case :$path: in *":$2/lib/$jar:"*) ;; *) path=$path:$2/lib/$jar ;; esac
  done
  echo "$path"
}

# What makes Java use the cache of classes $1 (JEP 514, 515), or nothing where there is none. One that does not fit any
# more changes only the time.
remembered() {
  if [ -f "$1" ]; then echo "-XX:AOTCache=$1 -Xlog:aot=off -Xlog:cds=off"; fi
}
