package vn.lachan.incidents.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks: HMAC-SHA256 (RFC 2104) of the timestamp, a full stop and the body, in hexadecimal
 * (docs/formats/notice-webhook.md). While a key is exchanged there are two signatures, and a
 * receiver accepts when one of them is right.
 */
public final class WebhookSignature {
  public static final String TIMESTAMP = "X-Lachan-Timestamp";
  public static final String SIGNATURE = "X-Lachan-Signature";

  /** The value of {@value #SIGNATURE}: {@code sha256=…} for each key, newest first. */
  public static String of(String timestamp, String body, List<String> keys) {
    if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a webhook is signed with at least one key");
    }
    return keys.stream()
        .map(key -> "sha256=" + hmac(key, timestamp + "." + body))
        .collect(Collectors.joining(", "));
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is part of every Java platform", e);
    }
  }

  private WebhookSignature() {}
}
