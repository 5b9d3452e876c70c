package vn.lachan.backup.repository;

/**
 * Poly1305 with a fixed r and another pad for each message.
 *
 * <p>Source: D. J. Bernstein, The Poly1305-AES message-authentication code; RFC 8439, 2.5. For one
 * thread.
 */
sealed interface OneTimeMac permits PortableMac, JdkMac {

  int BYTES = 16;

  /**
   * The MAC of the bytes.
   *
   * @param pad 16 bytes, another one each time: the encrypted nonce
   */
  byte[] mac(byte[] content, int offset, int length, byte[] pad);

  /**
   * The fastest there is here.
   *
   * @param r 16 bytes, clamped by the MAC
   */
  static OneTimeMac of(byte[] r) {
    return JdkMac.isUsable() ? new JdkMac(r) : new PortableMac(r);
  }
}
