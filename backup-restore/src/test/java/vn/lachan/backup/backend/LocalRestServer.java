package vn.lachan.backup.backend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import vn.lachan.backup.backend.RepositoryFolder.Receipt;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.ResticJson;

/** restic's REST protocol over one {@link RepositoryFolder}, as simple as it can be. */
final class LocalRestServer implements AutoCloseable {

  final AtomicInteger failuresLeft = new AtomicInteger();
  volatile boolean firstVersion;

  private final RepositoryFolder folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String authorization;

  LocalRestServer(Path root, String authorization) {
    this.folder =
        new RepositoryFolder(
            root, new RepositoryFolder.Limits(1L << 30, 64L << 20, 0), Instant.EPOCH);
    this.authorization = authorization;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  RepositoryLocation.Rest location() {
    String text = "rest:http://thu@127.0.0.1:" + server.getAddress().getPort() + "/kho/";
    return (RepositoryLocation.Rest) TestAccess.parsed(text);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 401, "no such account".getBytes(StandardCharsets.UTF_8));
      } else if (failuresLeft.getAndDecrement() > 0) {
        answer(exchange, 503, "busy".getBytes(StandardCharsets.UTF_8));
      } else {
        serve(exchange, exchange.getRequestURI().getPath().substring("/kho/".length()));
      }
    }
  }

  private void serve(HttpExchange exchange, String rest) throws IOException {
    if (rest.isEmpty()) {
      answer(exchange, folder.create() ? 200 : 403, new byte[0]);
      return;
    }
    RepositoryPath path = RepositoryPath.parse(rest).orElseThrow();
    if (path.isFolder()) {
      list(exchange, path);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "HEAD", "GET" -> give(exchange, path);
      case "POST" -> take(exchange, path);
      default -> answer(exchange, folder.remove(path) ? 200 : 404, new byte[0]);
    }
  }

  private void list(HttpExchange exchange, RepositoryPath path) throws IOException {
    if (!folder.isCreated()) {
      answer(exchange, 404, new byte[0]);
      return;
    }
    List<Object> files = new ArrayList<>();
    for (Backend.StoredFile file : folder.list(path)) {
      files.add(firstVersion ? file.name() : Map.of("name", file.name(), "size", file.length()));
    }
    String version = "application/vnd.x.restic.rest.v" + (firstVersion ? 1 : 2);
    exchange.getResponseHeaders().set("Content-Type", version);
    answer(exchange, 200, ResticJson.write(files));
  }

  private void give(HttpExchange exchange, RepositoryPath path) throws IOException {
    if (folder.file(path).isEmpty()) {
      answer(exchange, 404, new byte[0]);
      return;
    }
    byte[] content = Files.readAllBytes(folder.file(path).get());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      answer(exchange, 200, content);
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-", 2);
    int from = Integer.parseInt(ends[0]);
    byte[] part = Ranges.cut(content, from, Integer.parseInt(ends[1]) - from + 1);
    answer(exchange, 206, part);
  }

  private void take(HttpExchange exchange, RepositoryPath path) throws IOException {
    long length = Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"));
    try (InputStream body = exchange.getRequestBody()) {
      Receipt receipt = folder.save(path, body, length);
      boolean stored = receipt instanceof Receipt.Stored || receipt instanceof Receipt.Known;
      answer(exchange, stored ? 200 : 400, receipt.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
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
