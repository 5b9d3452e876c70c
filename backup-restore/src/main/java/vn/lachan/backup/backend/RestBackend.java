package vn.lachan.backup.backend;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.StorageId;

/**
 * A repository on a server that speaks restic's REST protocol (restic, doc/REST_backend.rst),
 * version 2 of the lists, with version 1 as a fallback.
 *
 * <p>Durability is what the server gives: restic's rest-server and Lá Chắn's own answer after the
 * file and its folder are forced to disk. Before a file is sent, the server is asked whether it has
 * it, since the protocol does not oblige it to refuse. Redirects are not followed.
 */
public final class RestBackend implements Backend {

  private static final String VERSION_2 = "application/vnd.x.restic.rest.v2";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PARTIAL = 206;
  private static final int NOT_FOUND = 404;
  private static final long USUAL_FILE = 16L << 20;

  private final RepositoryLocation.Rest location;
  private final HttpTransport http;
  private final @Nullable String authorization;

  /** Reads the secrets; connects with the first request. */
  public RestBackend(RepositoryLocation.Rest location, BackendAccess access) {
    this.location = location;
    this.authorization = authorization(location, access);
    this.http = new HttpTransport(access.transfer(), access.caFile());
  }

  private static @Nullable String authorization(
      RepositoryLocation.Rest location, BackendAccess access) {
    Path token = access.tokenFile();
    if (token != null) {
      return "Bearer " + HttpTransport.secret(token);
    }
    Path password = access.passwordFile();
    String user = location.user().isEmpty() ? access.user() : location.user();
    if (password == null) {
      return null;
    }
    byte[] both = (user + ":" + HttpTransport.secret(password)).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String location() {
    return location.toString();
  }

  private String path(FileKind kind, String name) {
    return kind == FileKind.CONFIG ? "config" : kind.folder() + "/" + name;
  }

  private String what(String verb, String path) {
    return verb + " " + location + path;
  }

  private HttpRequest.Builder request(String path) {
    URI address = URI.create(location.address() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", VERSION_2);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  private HttpResponse<byte[]> head(FileKind kind, String name) {
    String path = path(kind, name);
    return http.send(request(path).HEAD().build(), what("look for", path), 0);
  }

  @Override
  public void create() {
    if (exists(FileKind.CONFIG, "")) {
      throw new BackendException("a repository is already there: " + location, null);
    }
    String what = "create a repository in " + location;
    HttpRequest request = request("?create=true").POST(BodyPublishers.noBody()).build();
    HttpResponse<byte[]> answer = http.send(request, what, 0);
    if (answer.statusCode() != OK && answer.statusCode() != CREATED) {
      throw HttpTransport.refusal(what, answer);
    }
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return length(kind, name).isPresent();
  }

  private Optional<Long> length(FileKind kind, String name) {
    HttpResponse<byte[]> answer = head(kind, name);
    if (answer.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (answer.statusCode() != OK) {
      throw HttpTransport.refusal(what("look for", path(kind, name)), answer);
    }
    return Optional.of(answer.headers().firstValueAsLong("Content-Length").orElse(-1));
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    String path = path(kind, name);
    if (exists(kind, name)) {
      throw new BackendException("will not overwrite " + location + path, null);
    }
    BodyPublisher body = BodyPublishers.ofByteArray(content);
    HttpRequest request =
        request(path).header("Content-Type", "application/octet-stream").POST(body).build();
    HttpResponse<byte[]> answer = http.send(request, what("write", path), content.length);
    if (answer.statusCode() != OK && answer.statusCode() != CREATED) {
      throw HttpTransport.refusal(what("write", path), answer);
    }
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    String path = path(kind, name);
    HttpResponse<byte[]> answer =
        http.send(request(path).GET().build(), what("read", path), USUAL_FILE);
    if (answer.statusCode() != OK) {
      throw HttpTransport.refusal(what("read", path), answer);
    }
    return answer.body();
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    String path = path(kind, name);
    String range = "bytes=" + offset + "-" + (offset + length - 1);
    HttpRequest request = request(path).header("Range", range).GET().build();
    HttpResponse<byte[]> answer = http.send(request, what("read", path), length);
    byte[] body = answer.body();
    switch (answer.statusCode()) {
      case PARTIAL -> {}
      case OK -> body = Ranges.cut(body, offset, length);
      default -> throw HttpTransport.refusal(what("read", path), answer);
    }
    if (body.length != length) {
      throw new BackendException("cannot read " + location + path + ": ends too early", null);
    }
    return body;
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    if (kind == FileKind.CONFIG) {
      return length(kind, "").map(length -> new StoredFile("config", length)).stream().toList();
    }
    String path = kind.folder() + "/";
    HttpResponse<byte[]> answer =
        http.send(request(path).GET().build(), what("list", path), USUAL_FILE);
    if (answer.statusCode() != OK) {
      throw HttpTransport.refusal(what("list", path), answer);
    }
    boolean second =
        answer.headers().firstValue("Content-Type").filter(VERSION_2::equals).isPresent();
    List<StoredFile> files = new ArrayList<>();
    if (second) {
      for (Listed file : read(answer, Listed[].class, path)) {
        add(files, file.name(), file.size());
      }
    } else {
      for (String name : read(answer, String[].class, path)) {
        if (name != null && StorageId.parse(name).isPresent()) {
          length(kind, name).ifPresent(length -> add(files, name, length));
        }
      }
    }
    files.sort(Comparator.comparing(StoredFile::name));
    return files;
  }

  private record Listed(@Nullable String name, long size) {}

  private static void add(List<StoredFile> files, @Nullable String name, long size) {
    if (name != null && StorageId.parse(name).isPresent()) {
      files.add(new StoredFile(name, size));
    }
  }

  /** {@code null} is how a server written in Go says that there are none. */
  private <T> List<T> read(HttpResponse<byte[]> answer, Class<T[]> type, String path) {
    if (new String(answer.body(), StandardCharsets.UTF_8).strip().equals("null")) {
      return List.of();
    }
    return ResticJson.read(answer.body(), type)
        .map(Arrays::asList)
        .orElseThrow(() ->
            new BackendException(
                "cannot list " + location + path + ": the answer is no list of files", null));
  }

  @Override
  public Optional<Instant> storedAt(FileKind kind, String name) {
    String what = what("read the time of", path(kind, name));
    HttpResponse<byte[]> answer = head(kind, name);
    if (answer.statusCode() != OK) {
      throw HttpTransport.refusal(what, answer);
    }
    return HttpTransport.lastModified(answer);
  }

  @Override
  public void remove(FileKind kind, String name) {
    String path = path(kind, name);
    HttpResponse<byte[]> answer =
        http.send(request(path).DELETE().build(), what("remove", path), 0);
    if (answer.statusCode() != OK && answer.statusCode() != NOT_FOUND) {
      throw HttpTransport.refusal(what("remove", path), answer);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
