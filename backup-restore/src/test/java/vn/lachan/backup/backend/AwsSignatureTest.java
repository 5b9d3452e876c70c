package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples of the Amazon S3 API Reference, "Signature Calculations ... (header-based)". */
class AwsSignatureTest {

  private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final String EMPTY = AwsSignature.sha256(new byte[0]);
  private static final AwsSignature SIGNATURE =
      new AwsSignature(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");

  private static String sign(
      String method,
      String path,
      Map<String, String> query,
      String payload,
      Map<String, String> more) {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("host", HOST);
    headers.put("x-amz-content-sha256", payload);
    headers.put("x-amz-date", AwsSignature.time(AT));
    return SIGNATURE.of(
        new AwsSignature.Request(method, path, new TreeMap<>(query), headers), payload, AT);
  }

  @Test
  void signsTheExampleThatReadsAPartOfAnObject() {
    assertThat(sign("GET", "/test.txt", Map.of(), EMPTY, Map.of("range", "bytes=0-9")))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void signsTheExampleThatWritesAnObject() {
    String payload = AwsSignature.sha256("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8));
    Map<String, String> headers =
        Map.of(
            "date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY");

    assertThat(sign("PUT", "/" + AwsSignature.encode("test$file.text"), Map.of(), payload, headers))
        .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void signsTheExamplesThatAskTheBucket() {
    assertThat(sign("GET", "/", Map.of("lifecycle", ""), EMPTY, Map.of()))
        .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    assertThat(sign("GET", "/", Map.of("max-keys", "2", "prefix", "J"), EMPTY, Map.of()))
        .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }
}
