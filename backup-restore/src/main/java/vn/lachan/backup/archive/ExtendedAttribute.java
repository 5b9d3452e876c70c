package vn.lachan.backup.archive;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One extended attribute of a file or folder. Equal by name and value.
 *
 * @param name with its class, such as {@code user.nguon}
 */
public record ExtendedAttribute(String name, byte[] value) {

  public ExtendedAttribute {
    value = value.clone();
  }

  @Override
  public byte[] value() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExtendedAttribute(String otherName, byte[] otherValue)
        && name.equals(otherName)
        && Arrays.equals(value, otherValue);
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
