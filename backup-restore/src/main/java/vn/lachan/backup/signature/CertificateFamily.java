package vn.lachan.backup.signature;

import java.util.Arrays;
import java.util.Optional;

/** Under whose law a certificate was issued; decided by the root it leads to, never by its text. */
public enum CertificateFamily {
  /** Of state bodies: Decree 68/2024/NĐ-CP, issued under the Government Cipher Committee. */
  CIVIL_SERVICE("cong-vu", "chuyên dùng công vụ"),
  /** Of licensed providers for everybody: Decree 23/2025/NĐ-CP. */
  PUBLIC("cong-cong", "công cộng"),
  /** Any other, also one that leads to no root we trust. */
  OTHER("khac", "khác");

  private final String key;
  private final String vietnamese;

  CertificateFamily(String key, String vietnamese) {
    this.key = key;
    this.vietnamese = vietnamese;
  }

  /** How {@code trust.yml} writes it. */
  public String key() {
    return key;
  }

  public String vietnamese() {
    return vietnamese;
  }

  static Optional<CertificateFamily> of(String key) {
    return Arrays.stream(values()).filter(family -> family.key.equals(key)).findFirst();
  }
}
