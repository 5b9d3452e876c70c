package vn.lachan.backup.backend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The part of S3 a repository uses, in memory: signatures are checked, lists come in pages of
 * three, objects under a lock keep their version when they are removed.
 */
final class LocalS3Server implements AutoCloseable {

  static final String ACCESS_KEY = "AKIATHU";
  static final String SECRET_KEY = "khoa-bi-mat";
  static final String BUCKET = "sao-luu";
  private static final int PAGE = 3;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** An object; removed ones stay as a version while they are kept. */
  static final class Version {
    private final byte[] content;
    private final Instant keptUntil;

    Version(byte[] content, Instant keptUntil) {
      this.content = content;
      this.keptUntil = keptUntil;
    }

    byte[] content() {
      return content;
    }

    Instant keptUntil() {
      return keptUntil;
    }
  }

  final TreeMap<String, Version> objects = new TreeMap<>();
  final Map<String, Version> hidden = new TreeMap<>();
  volatile boolean bucketExists;
  volatile boolean locking;
  volatile boolean brokenLists;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LocalS3Server() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** With a prefix that has to be encoded. */
  RepositoryLocation.S3 location() {
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return new RepositoryLocation.S3(URI.create(endpoint), BUCKET, "tỉnh/kho 1");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      SortedMap<String, String> query = query(exchange.getRequestURI().getRawQuery());
      if (!isSigned(exchange, query, body)) {
        error(exchange, 403, "SignatureDoesNotMatch");
        return;
      }
      String path = exchange.getRequestURI().getPath().substring(1);
      int slash = path.indexOf('/');
      synchronized (this) {
        if (slash < 0) {
          bucket(exchange, query);
        } else if (!bucketExists) {
          error(exchange, 404, "NoSuchBucket");
        } else {
          object(exchange, path.substring(slash + 1), query, body);
        }
      }
    }
  }

  private static SortedMap<String, String> query(String raw) {
    SortedMap<String, String> query = new TreeMap<>();
    for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query.put(
          URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
          pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static boolean isSigned(
      HttpExchange exchange, SortedMap<String, String> query, byte[] body) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    String hash = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
    if (given == null || !AwsSignature.sha256(body).equals(hash)) {
      return false;
    }
    Map<String, String> headers = new TreeMap<>();
    String names = given.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    for (String name : names.split(";", -1)) {
      headers.put(name, exchange.getRequestHeaders().getFirst(name));
    }
    Instant at = TIME.parse(headers.get("x-amz-date"), Instant::from);
    return new AwsSignature(ACCESS_KEY, SECRET_KEY, "us-east-1")
        .of(
            new AwsSignature.Request(
                exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), query, headers),
            hash,
            at)
        .equals(given);
  }

  private void bucket(HttpExchange exchange, SortedMap<String, String> query) throws IOException {
    String method = exchange.getRequestMethod();
    if (method.equals("PUT")) {
      bucketExists = true;
      locking = exchange.getRequestHeaders().containsKey("x-amz-bucket-object-lock-enabled");
      answer(exchange, 200, "");
    } else if (!bucketExists) {
      error(exchange, 404, "NoSuchBucket");
    } else if (method.equals("HEAD")) {
      answer(exchange, 200, "");
    } else if (query.containsKey("object-lock")) {
      answer(
          exchange,
          locking ? 200 : 404,
          locking ? "<X><ObjectLockEnabled>Enabled</ObjectLockEnabled></X>" : "<X/>");
    } else if (brokenLists) {
      error(exchange, 500, "InternalError");
    } else {
      list(exchange, query);
    }
  }

  private void list(HttpExchange exchange, SortedMap<String, String> query) throws IOException {
    String after = query.getOrDefault("continuation-token", "");
    List<String> keys = new ArrayList<>();
    for (String key : objects.tailMap(after, false).keySet()) {
      if (key.startsWith(query.get("prefix"))) {
        keys.add(key);
      }
    }
    boolean more = keys.size() > PAGE;
    StringBuilder xml = new StringBuilder("<ListBucketResult><Prefix>x</Prefix>");
    xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
    List<String> page = more ? keys.subList(0, PAGE) : keys;
    for (String key : page) {
      xml.append("<Contents><Key>").append(key.replace("&", "&amp;")).append("</Key><Size>");
      xml.append(objects.get(key).content().length).append("</Size></Contents>");
    }
    if (more) {
      xml.append("<NextContinuationToken>").append(page.getLast());
      xml.append("</NextContinuationToken>");
    }
    answer(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private void object(
      HttpExchange exchange, String key, SortedMap<String, String> query, byte[] body)
      throws IOException {
    Version version = objects.get(key);
    if (query.containsKey("retention")) {
      retention(exchange, key, version, body);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        if (version != null && exchange.getRequestHeaders().containsKey("if-none-match")) {
          error(exchange, 412, "PreconditionFailed");
          return;
        }
        String until = exchange.getRequestHeaders().getFirst("x-amz-object-lock-retain-until-date");
        objects.put(key, new Version(body, until == null ? Instant.MIN : Instant.parse(until)));
        answer(exchange, 200, "");
      }
      case "DELETE" -> {
        if (version != null && locking) {
          hidden.put(key, version);
        }
        objects.remove(key);
        exchange.sendResponseHeaders(204, -1);
      }
      default -> give(exchange, version);
    }
  }

  private void give(HttpExchange exchange, Version version) throws IOException {
    if (version == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    byte[] content = version.content();
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      if (!version.keptUntil().equals(Instant.MIN)) {
        exchange
            .getResponseHeaders()
            .set("x-amz-object-lock-retain-until-date", version.keptUntil().toString());
      }
      exchange.sendResponseHeaders(200, -1);
    } else if (range == null) {
      send(exchange, 200, content);
    } else {
      String[] ends = range.substring("bytes=".length()).split("-", 2);
      int from = Integer.parseInt(ends[0]);
      send(exchange, 206, Ranges.cut(content, from, Integer.parseInt(ends[1]) - from + 1));
    }
  }

  private void retention(HttpExchange exchange, String key, Version version, byte[] body)
      throws IOException {
    String xml = new String(body, StandardCharsets.UTF_8);
    Instant until =
        Instant.parse(xml.replaceAll(".*<RetainUntilDate>(.*)</RetainUntilDate>.*", "$1"));
    if (until.isBefore(version.keptUntil())) {
      error(exchange, 403, "AccessDenied");
      return;
    }
    objects.put(key, new Version(version.content(), until));
    answer(exchange, 200, "");
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    answer(exchange, status, "<Error><Code>" + code + "</Code></Error>");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
