package vn.lachan.backup.backend;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vn.lachan.backup.repository.BackendException;

/** The few requests to S3 that a repository needs: signed, addressed by path. */
final class S3Client implements AutoCloseable {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final RepositoryLocation.S3 location;
  private final HttpTransport http;
  private final AwsSignature signature;
  private final Clock clock;

  S3Client(RepositoryLocation.S3 location, BackendAccess access, Clock clock) {
    this.location = location;
    this.clock = clock;
    Path secret = access.secretKeyFile();
    if (access.accessKey().isEmpty() || secret == null) {
      throw new BackendException("no access-key and secret-key-file for " + location, null);
    }
    this.signature =
        new AwsSignature(access.accessKey(), HttpTransport.secret(secret), access.region());
    this.http = new HttpTransport(access.transfer(), access.caFile());
  }

  /** One request; header names are lower case, the ones every request has come beside. */
  static final class Call {
    private final String method;
    private final String key;
    private final SortedMap<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;

    private Call(
        String method,
        String key,
        SortedMap<String, String> query,
        Map<String, String> headers,
        byte[] body) {
      this.method = method;
      this.key = key;
      this.query = query;
      this.headers = headers;
      this.body = body;
    }

    /** For the object {@code key}, or the bucket itself when that is empty. */
    static Call of(String method, String key) {
      return new Call(method, key, new TreeMap<>(), Map.of(), new byte[0]);
    }

    Call with(Map<String, String> more) {
      return new Call(method, key, query, more, body);
    }

    Call asking(Map<String, String> parameters) {
      return new Call(method, key, new TreeMap<>(parameters), headers, body);
    }

    Call sending(byte[] content) {
      return new Call(method, key, query, headers, content);
    }
  }

  /** Sends and returns whatever answer comes. */
  HttpResponse<byte[]> send(Call call, String what, long bytes) {
    String path = path(call.key);
    String query = call.query.isEmpty() ? "" : "?" + AwsSignature.query(call.query);
    Instant now = clock.instant();
    String hash = AwsSignature.sha256(call.body);
    Map<String, String> signed = new TreeMap<>(call.headers);
    signed.put("x-amz-date", AwsSignature.time(now));
    signed.put("x-amz-content-sha256", hash);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(location.endpoint() + path + query))
            .method(
                call.method,
                call.body.length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(call.body));
    signed.forEach(request::header);
    signed.put("host", host());
    AwsSignature.Request toSign = new AwsSignature.Request(call.method, path, call.query, signed);
    request.header("Authorization", signature.of(toSign, hash, now));
    return http.send(request.build(), what, bytes);
  }

  private String path(String key) {
    String bucket = "/" + location.bucket();
    return key.isEmpty()
        ? bucket
        : bucket
            + "/"
            + Arrays.stream(key.split("/", -1))
                .map(AwsSignature::encode)
                .collect(Collectors.joining("/"));
  }

  private String host() {
    URI endpoint = location.endpoint();
    int usual = endpoint.getScheme().equals("https") ? HTTPS : HTTP;
    int port = endpoint.getPort();
    return port < 0 || port == usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  /** The digest that S3 wants beside a retention; it proves nothing, SHA-256 does. */
  static String contentMd5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** The failure that an answer stands for, with the code S3 gives. */
  static BackendException refusal(String what, HttpResponse<byte[]> answer) {
    byte[] body = answer.body();
    String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
    String code = text.replaceAll("(?s).*<Code>([^<]{1,80})</Code>.*", "$1");
    if (code.equals(text)) {
      return HttpTransport.refusal(what, answer);
    }
    String message = "cannot " + what + ": " + answer.statusCode() + " " + code;
    boolean temporary =
        answer.statusCode() >= 500
            || code.equals("RequestTimeout")
            || code.equals("OperationAborted");
    return temporary
        ? BackendException.temporary(message, null)
        : new BackendException(message, null);
  }

  @Override
  public void close() {
    http.close();
  }
}
