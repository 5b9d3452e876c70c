package vn.lachan.app.backupserver;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.settings.BackupServerSettings.Account;
import vn.lachan.app.settings.BackupServerSettings.Right;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.backup.backend.RepositoryFolder;
import vn.lachan.backup.backend.RepositoryFolder.Receipt;
import vn.lachan.backup.backend.RepositoryPath;
import vn.lachan.backup.repository.BackendException;

/**
 * restic's REST protocol, version 2 (restic, doc/REST_backend.rst), at {@code
 * /backup-api/REPOSITORY/}.
 *
 * <p>Append-only unless the account may maintain: nothing but locks is removed, nothing is ever
 * overwritten. A file is answered for after it is durable. What is put on record: repositories,
 * snapshots and keys that come, everything but packs and locks that goes, and every refusal.
 */
final class BackupServerServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BackupServerServlet.class);
  private static final String VERSION_1 = "application/vnd.x.restic.rest.v1";
  private static final String VERSION_2 = "application/vnd.x.restic.rest.v2";
  private static final int INSUFFICIENT_STORAGE = 507;
  private static final int SLICE = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final transient BackupServer server;
  private final transient BackupServerAccounts accounts;

  BackupServerServlet(BackupServer server, BackupServerAccounts accounts) {
    this.server = server;
    this.accounts = accounts;
  }

  /** One request of a client that has proved who it is. */
  private record Call(
      HttpServletRequest request,
      HttpServletResponse response,
      Account account,
      String repository,
      RepositoryFolder folder) {}

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      dispatch(request, response);
    } catch (AuditTrailException e) {
      LOG.error("the audit trail refuses a record of the backup server", e);
      answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the audit trail is full");
    } catch (BackendException e) {
      LOG.error("the backup server cannot use its folder: {}", e.getMessage());
      answer(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "the disk failed");
    }
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String all = request.getPathInfo() == null ? "/" : request.getPathInfo();
    int slash = all.indexOf('/', 1);
    String repository = slash < 0 ? all.substring(1) : all.substring(1, slash);
    String rest = slash < 0 ? "" : all.substring(slash + 1);
    String authorization = request.getHeader("Authorization");
    Optional<Account> account = accounts.signIn(authorization);
    if (account.isEmpty()) {
      if (authorization != null) {
        String name = BackupServerAccounts.claimedName(authorization).orElse("?");
        server.refused("sign-in", name, "", Map.of("address", request.getRemoteAddr()));
      }
      response.setHeader("WWW-Authenticate", "Basic realm=\"backup\", charset=\"UTF-8\"");
      answer(response, HttpServletResponse.SC_UNAUTHORIZED, "account or password is wrong");
      return;
    }
    if (!account.get().repositories().contains(repository)) {
      server.refused("right", account.get().name(), "", Map.of("address", request.getRemoteAddr()));
      answer(response, HttpServletResponse.SC_FORBIDDEN, "this account has no such repository");
      return;
    }
    Call call =
        new Call(request, response, account.get(), repository, server.repository(repository));
    if (rest.isEmpty()) {
      create(call);
      return;
    }
    Optional<RepositoryPath> path = RepositoryPath.parse(rest);
    if (path.isEmpty()) {
      answer(response, HttpServletResponse.SC_NOT_FOUND, "no such file");
    } else if (path.get().isFolder()) {
      list(call, path.get());
    } else {
      file(call, path.get());
    }
  }

  private void create(Call call) throws IOException {
    boolean asked = "true".equals(call.request().getParameter("create"));
    if (!call.request().getMethod().equals("POST") || !asked) {
      answer(call.response(), HttpServletResponse.SC_METHOD_NOT_ALLOWED, "POST ?create=true");
    } else if (call.account().right() == Right.READ) {
      refuse(call, "right", HttpServletResponse.SC_FORBIDDEN, "this account may only read", "");
    } else if (!call.folder().create()) {
      refuse(call, "overwrite", HttpServletResponse.SC_FORBIDDEN, "it is there already", "config");
    } else {
      server.record(call.account(), "backup-repository.create", call.repository(), Map.of());
    }
  }

  private void list(Call call, RepositoryPath folder) throws IOException {
    if (!call.request().getMethod().equals("GET")) {
      answer(call.response(), HttpServletResponse.SC_METHOD_NOT_ALLOWED, "GET");
      return;
    }
    if (!call.folder().isCreated()) {
      answer(call.response(), HttpServletResponse.SC_NOT_FOUND, "no repository yet");
      return;
    }
    boolean second = VERSION_2.equals(call.request().getHeader("Accept"));
    List<Object> files = new ArrayList<>();
    call.folder()
        .list(folder)
        .forEach(file ->
            files.add(second ? Map.of("name", file.name(), "size", file.length()) : file.name()));
    byte[] json = JSON.writeValueAsBytes(files);
    call.response().setHeader("Content-Type", second ? VERSION_2 : VERSION_1);
    call.response().setContentLength(json.length);
    call.response().getOutputStream().write(json);
  }

  private void file(Call call, RepositoryPath path) throws IOException {
    switch (call.request().getMethod()) {
      case "HEAD" -> give(call, path, false);
      case "GET" -> give(call, path, true);
      case "POST" -> take(call, path);
      case "DELETE" -> remove(call, path);
      default ->
          answer(
              call.response(),
              HttpServletResponse.SC_METHOD_NOT_ALLOWED,
              "HEAD, GET, POST, DELETE");
    }
  }

  private void give(Call call, RepositoryPath path, boolean body) throws IOException {
    Optional<Path> file = call.folder().file(path);
    if (file.isEmpty()) {
      answer(call.response(), HttpServletResponse.SC_NOT_FOUND, "no such file");
      return;
    }
    HttpServletResponse response = call.response();
    response.setHeader("Content-Type", "application/octet-stream");
    response.setHeader("Accept-Ranges", "bytes");
    response.setDateHeader("Last-Modified", Files.getLastModifiedTime(file.get()).toMillis());
    try (FileChannel channel = FileChannel.open(file.get(), StandardOpenOption.READ)) {
      long length = channel.size();
      Optional<ByteRange> range = ByteRange.parse(call.request().getHeader("Range"), length);
      if (range.isEmpty()) {
        response.setHeader("Content-Range", "bytes */" + length);
        answer(response, HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE, "no such range");
        return;
      }
      if (!range.get().isWhole(length)) {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setHeader("Content-Range", range.get().header(length));
      }
      response.setContentLengthLong(range.get().length());
      if (body) {
        write(channel, range.get(), response);
        server.given(range.get().length());
      }
    }
  }

  private static void write(FileChannel channel, ByteRange range, HttpServletResponse response)
      throws IOException {
    var out = response.getOutputStream();
    ByteBuffer slice = ByteBuffer.allocate(SLICE);
    long at = range.from();
    long end = range.from() + range.length();
    while (at < end) {
      slice.clear().limit((int) Math.min(SLICE, end - at));
      int read = channel.read(slice, at);
      if (read < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      out.write(slice.array(), 0, read);
      at += read;
    }
  }

  private void take(Call call, RepositoryPath path) throws IOException {
    if (call.account().right() == Right.READ && !path.isLock()) {
      refuse(call, "right", HttpServletResponse.SC_FORBIDDEN, "this account may only read", path);
      return;
    }
    if (!call.folder().isCreated()) {
      drain(call);
      answer(call.response(), HttpServletResponse.SC_NOT_FOUND, "no repository yet");
      return;
    }
    if (!server.beginReceiving()) {
      call.response().setHeader("Retry-After", "2");
      refuse(call, "busy", HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many uploads", path);
      return;
    }
    Receipt receipt;
    try {
      long announced = call.request().getContentLengthLong();
      receipt = call.folder().save(path, call.request().getInputStream(), announced);
    } finally {
      server.endReceiving();
    }
    acknowledge(call, path, receipt);
  }

  private void acknowledge(Call call, RepositoryPath path, Receipt receipt) throws IOException {
    switch (receipt) {
      case Receipt.Stored(long bytes) -> {
        server.taken(bytes);
        recordArrival(call, path);
      }
      case Receipt.Known() -> recordArrival(call, path);
      case Receipt.Occupied() ->
          refuse(call, "overwrite", HttpServletResponse.SC_FORBIDDEN, "it is there already", path);
      case Receipt.Mismatch() ->
          refuse(
              call,
              "mismatch",
              HttpServletResponse.SC_BAD_REQUEST,
              "the content does not hash to its name",
              path);
      case Receipt.TooLarge(long limit) ->
          refuse(
              call,
              "size",
              HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
              "larger than " + limit + " bytes",
              path);
      case Receipt.OverQuota(long quota) ->
          refuse(call, "quota", INSUFFICIENT_STORAGE, "the quota is " + quota + " bytes", path);
      case Receipt.DiskFull(long left) ->
          refuse(call, "disk", INSUFFICIENT_STORAGE, "the disk is full", path);
    }
  }

  private void recordArrival(Call call, RepositoryPath path) {
    String action =
        path.isSnapshot() ? "backup-snapshot.receive" : path.isKey() ? "backup-key.receive" : "";
    if (!action.isEmpty()) {
      server.record(call.account(), action, call.repository(), Map.of("file", path.name()));
    }
  }

  private void remove(Call call, RepositoryPath path) throws IOException {
    if (call.account().right() != Right.MAINTAIN && !path.isLock()) {
      refuse(
          call,
          "remove",
          HttpServletResponse.SC_FORBIDDEN,
          "the repository is append-only for this account",
          path);
      return;
    }
    if (!path.isLock() && !path.isPack() && call.folder().file(path).isPresent()) {
      server.record(
          call.account(), "backup-file.remove", call.repository(), Map.of("file", path.toString()));
    }
    if (call.folder().remove(path)) {
      server.removedOne();
    } else {
      answer(call.response(), HttpServletResponse.SC_NOT_FOUND, "no such file");
    }
  }

  private void refuse(Call call, String reason, int status, String text, Object path)
      throws IOException {
    drain(call);
    Map<String, String> detail =
        Map.of("file", path.toString(), "address", call.request().getRemoteAddr());
    server.refused(reason, call.account().name(), call.repository(), detail);
    answer(call.response(), status, text);
  }

  /** A client that is still sending would not see the answer. */
  private void drain(Call call) throws IOException {
    InputStream body = call.request().getInputStream();
    byte[] slice = new byte[SLICE];
    long left = server.largestFile();
    for (int read = body.read(slice); read >= 0 && left > 0; read = body.read(slice)) {
      left -= read;
    }
  }

  private static void answer(HttpServletResponse response, int status, String text)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setHeader("Content-Type", "text/plain;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
