package vn.lachan.incidents.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Type of a value that a person or a step gives (CACAO v2.0, variable-type-ov). */
public enum ValueType {
  BOOL("(?i)true|false"),
  DICTIONARY("(?s)\\s*\\{.*\\}\\s*"),
  FLOAT("[+-]?\\d{1,300}(\\.\\d{1,300})?([eE][+-]?\\d{1,3})?"),
  HEXSTRING("([0-9a-fA-F]{2})*"),
  INTEGER("[+-]?\\d{1,18}"),
  IPV4_ADDR("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}"),
  IPV6_ADDR("(?=[^:]*:[^:]*:)[0-9a-fA-F:]{2,39}"),
  LONG("[+-]?\\d{1,18}"),
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
    return shape.matcher(value).matches();
  }
}
