package vn.lachan.playbooks;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import vn.lachan.incidents.sharing.Destination.Circle;

/**
 * Tells services of the province from those of the world by the name of their host. Inside are
 * addresses that are not routed on the Internet (RFC 1918, RFC 4193, loopback), names without a
 * dot, names below {@code gov.vn}, {@code local}, {@code lan}, {@code internal} and {@code test},
 * and what the settings name. Everything else is outside.
 */
final class HostCircle {
  private static final Pattern PRIVATE =
      Pattern.compile(
          "127(\\.\\d{1,3}){3}|10(\\.\\d{1,3}){3}|192\\.168(\\.\\d{1,3}){2}"
              + "|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}"
              + "|\\[?(::1|f[cd][0-9a-f]{2}:[0-9a-f:]*)]?");
  private static final Set<String> WITHIN = Set.of("gov.vn", "local", "lan", "internal", "test");

  static Circle of(String host, Set<String> inside) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean here =
        PRIVATE.matcher(name).matches()
            || (!name.contains(".") && !name.contains(":") && !name.isEmpty())
            || inside.contains(name)
            || WITHIN.stream().anyMatch(suffix -> name.endsWith("." + suffix));
    return here ? Circle.PARTY : Circle.WORLD;
  }

  private HostCircle() {}
}
