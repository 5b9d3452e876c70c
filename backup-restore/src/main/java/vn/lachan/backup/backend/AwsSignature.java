package vn.lachan.backup.backend;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import vn.lachan.backup.repository.StorageId;

/**
 * Signature Version 4 of S3 in the header {@code Authorization} (Amazon S3 API Reference,
 * "Authenticating Requests"). Checked with the examples published there.
 */
final class AwsSignature {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String accessKey;
  private final String secretKey;
  private final String region;

  AwsSignature(String accessKey, String secretKey, String region) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
  }

  /**
   * What is signed.
   *
   * @param path encoded as it is sent
   * @param query not encoded
   * @param headers all that are signed, with lower-case names, {@code host} among them
   */
  record Request(
      String method, String path, SortedMap<String, String> query, Map<String, String> headers) {}

  /** How the time of a request is written in {@code x-amz-date}. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(StorageId.newDigest().digest(content));
  }

  /** One part of a path or a query as AWS wants it encoded. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String query(SortedMap<String, String> query) {
    return query.entrySet().stream()
        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** The value of {@code Authorization}. */
  String of(Request request, String payloadHash, Instant at) {
    TreeMap<String, String> headers = new TreeMap<>(request.headers());
    String names = String.join(";", headers.keySet());
    String lines =
        headers.entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue().strip() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            request.method(),
            request.path(),
            query(request.query()),
            lines,
            names,
            payloadHash);
    String day = DAY.format(at);
    String scope = day + "/" + region + "/s3/aws4_request";
    String toSign =
        String.join(
            "\n", ALGORITHM, time(at), scope, sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {day, region, "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    return ALGORITHM
        + " Credential="
        + accessKey
        + "/"
        + scope
        + ",SignedHeaders="
        + names
        + ",Signature="
        + HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
