package vn.lachan.backup.signature.sample;

/** Who signs in the samples. */
public enum SampleIdentity {
  /** Head of a department: RSA-2048 of the civil-service family. */
  LEADER("Nguyễn Thị Lan", "RSA", 2048, true),
  /** Seal of a department: RSA-3072 of the civil-service family. */
  ORGANIZATION("Sở Tư pháp tỉnh Tuyên Quang", "RSA", 3072, true),
  /** Officer: P-256 of the civil-service family. */
  CLERK("Ma Văn Nam", "EC", 256, true),
  /** Citizen: P-256 of the public family. */
  CITIZEN("Hoàng Minh Khôi", "EC", 256, false),
  /** Whose certificate ended a month ago. */
  EXPIRED("Trần Đức Cường", "EC", 256, true),
  /** Whose certificate was revoked two days ago. */
  REVOKED("Lê Quang Hải", "EC", 256, true),
  /** Whose key is RSA-1024. */
  WEAK("Bàn Thị Yến", "RSA", 1024, true),
  /** Whose certificate says it was issued by our authority and was not. */
  IMPOSTOR("Nguyễn Thị Lan", "EC", 256, true),
  /** Whose root nobody trusts. */
  STRANGER("Người lạ", "EC", 256, false),
  /** Signs time-stamps. */
  TIMESTAMPS("TSA mẫu", "RSA", 2048, true),
  /** Signs OCSP answers. */
  RESPONDER("OCSP mẫu", "EC", 256, true);

  private final String commonName;
  private final String algorithm;
  private final int bits;
  private final boolean civil;

  SampleIdentity(String commonName, String algorithm, int bits, boolean civil) {
    this.commonName = commonName;
    this.algorithm = algorithm;
    this.bits = bits;
    this.civil = civil;
  }

  public String commonName() {
    return commonName;
  }

  String algorithm() {
    return algorithm;
  }

  int bits() {
    return bits;
  }

  /** Whether it stands below the civil-service root. */
  boolean isCivil() {
    return civil;
  }
}
