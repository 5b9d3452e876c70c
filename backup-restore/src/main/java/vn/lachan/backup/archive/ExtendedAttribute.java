package vn.lachan.backup.archive;

import java.util.Arrays;
import java.util.HexFormat;

/** One extended attribute of a file or folder. Equal by name and value; cannot be changed. */
public final class ExtendedAttribute {

  private final String name;
  private final byte[] value;

  /**
   * @param name with its class, such as {@code user.nguon}
   */
  public ExtendedAttribute(String name, byte[] value) {
    this.name = name;
    this.value = value.clone();
  }

  public String name() {
    return name;
  }

  public byte[] value() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExtendedAttribute that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "=" + HexFormat.of().formatHex(value);
  }
}
