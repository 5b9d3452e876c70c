package vn.lachan.incidents.task;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Type of a value that a person or a step gives (CACAO v2.0, variable-type-ov). */
public enum ValueType {
  BOOL("(?i)true|false"),
  DICTIONARY("(?s)\\s*\\{.*\\}\\s*"),
  FLOAT("[+-]?(\\d{1,300}(\\.\\d{0,300})?|\\.\\d{1,300})([eE][+-]?\\d{1,3})?"),
  HEXSTRING("([0-9a-fA-F]{2})*"),
  INTEGER("[+-]?\\d{1,18}"),
  IPV4_ADDR("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}"),
  IPV6_ADDR("[0-9a-fA-F:.]{2,45}"),
  LONG("[+-]?\\d{1,19}"),
  MAC_ADDR("([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}"),
  HASH("[0-9a-fA-F]{8,128}"),
  MD5_HASH("[0-9a-fA-F]{32}"),
  SHA256_HASH("[0-9a-fA-F]{64}"),
  STRING("(?s).*"),
  URI("[A-Za-z][A-Za-z0-9+.-]*:\\S+"),
  UUID("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Pattern shape;

  ValueType(String pattern) {
    this.shape = Pattern.compile(pattern);
  }

  /** The word as it stands in a playbook, for example {@code ipv4-addr}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type with that word. */
  public static Optional<ValueType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  public boolean accepts(String value) {
    boolean shaped = shape.matcher(value).matches();
    return switch (this) {
      case IPV6_ADDR -> shaped && isIpv6(value);
      case LONG -> shaped && isLong(value);
      case BOOL,
          DICTIONARY,
          FLOAT,
          HEXSTRING,
          INTEGER,
          IPV4_ADDR,
          MAC_ADDR,
          HASH,
          MD5_HASH,
          SHA256_HASH,
          STRING,
          URI,
          UUID ->
          shaped;
    };
  }

  private static boolean isLong(String digits) {
    return new BigInteger(digits).bitLength() < Long.SIZE;
  }

  /** Eight groups, or fewer around one gap; the last two may be an IPv4 address (RFC 4291). */
  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** How many groups of 16 bits; -1 when it is none of that. */
  private static int groups(String text, boolean mayEndInIpv4) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = 0;
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean last = mayEndInIpv4 && i == parts.length - 1;
      if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        count++;
      } else if (last && IPV4_ADDR.accepts(parts[i])) {
        count += 2;
      } else {
        return -1;
      }
    }
    return count;
  }
}
