package vn.lachan.backup.backend;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.backend.S3Client.Call;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ObjectLock;
import vn.lachan.backup.repository.StorageId;

/**
 * A repository in a bucket of S3 or of a service like it, addressed by path, in the layout of a
 * local one. An object appears whole or not at all and is durable when the service says so.
 *
 * <p>With {@link ObjectLockSettings} every new file but locks is kept for that long: nobody can
 * remove its version before. {@link #remove} then only hides it behind a delete marker.
 */
public final class S3Backend implements Backend {

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int PARTIAL = 206;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final long USUAL_FILE = 16L << 20;
  private static final String XML = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final RepositoryLocation.S3 location;
  private final S3Client client;
  private final @Nullable ObjectLockSettings lock;
  private final String region;
  private final Clock clock;

  /** Reads the secret; connects with the first request. */
  public S3Backend(RepositoryLocation.S3 location, BackendAccess access, Clock clock) {
    this.location = location;
    this.lock = access.objectLock();
    this.region = access.region();
    this.clock = clock;
    this.client = new S3Client(location, access, clock);
  }

  @Override
  public String location() {
    return location.toString();
  }

  private String folder(FileKind kind) {
    String prefix = location.prefix().isEmpty() ? "" : location.prefix() + "/";
    return kind == FileKind.CONFIG ? prefix : prefix + kind.folder() + "/";
  }

  private String key(FileKind kind, String name) {
    return switch (kind) {
      case CONFIG -> folder(kind) + "config";
      case PACK -> folder(kind) + name.substring(0, 2) + "/" + name;
      case KEY, LOCK, INDEX, SNAPSHOT -> folder(kind) + name;
    };
  }

  private String what(String verb, String key) {
    return verb + " s3:" + location.endpoint() + "/" + location.bucket() + "/" + key;
  }

  @Override
  public void create() {
    String what = what("create a repository in", location.prefix());
    HttpResponse<byte[]> bucket = client.send(Call.of("HEAD", ""), what, 0);
    if (bucket.statusCode() == NOT_FOUND) {
      createBucket(what);
    } else if (bucket.statusCode() != OK) {
      throw S3Client.refusal(what, bucket);
    }
    if (lock != null) {
      requireLockingBucket(what);
    }
    if (exists(FileKind.CONFIG, "")) {
      throw new BackendException("a repository is already there: " + location, null);
    }
  }

  private void createBucket(String what) {
    String body =
        region.equals("us-east-1")
            ? ""
            : "<CreateBucketConfiguration xmlns=\""
                + XML
                + "\"><LocationConstraint>"
                + region
                + "</LocationConstraint></CreateBucketConfiguration>";
    Call call = Call.of("PUT", "").sending(body.getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> answer =
        client.send(
            lock == null ? call : call.with(Map.of("x-amz-bucket-object-lock-enabled", "true")),
            what,
            0);
    if (answer.statusCode() != OK) {
      throw S3Client.refusal(what, answer);
    }
  }

  private void requireLockingBucket(String what) {
    HttpResponse<byte[]> answer =
        client.send(Call.of("GET", "").asking(Map.of("object-lock", "")), what, 0);
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() != OK || !text.contains(">Enabled<")) {
      throw new BackendException(
          "the bucket " + location.bucket() + " was made without object lock; make another", null);
    }
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return length(kind, name).isPresent();
  }

  private Optional<Long> length(FileKind kind, String name) {
    String what = what("look for", key(kind, name));
    HttpResponse<byte[]> answer = client.send(Call.of("HEAD", key(kind, name)), what, 0);
    return switch (answer.statusCode()) {
      case OK -> Optional.of(answer.headers().firstValueAsLong("Content-Length").orElse(-1));
      case NOT_FOUND -> Optional.empty();
      default -> throw S3Client.refusal(what, answer);
    };
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    String key = key(kind, name);
    if (exists(kind, name)) {
      throw new BackendException("will not overwrite " + location.bucket() + "/" + key, null);
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/octet-stream");
    headers.put("if-none-match", "*");
    if (lock != null && kind != FileKind.LOCK) {
      headers.put("x-amz-object-lock-mode", lock.mode().name());
      headers.put(
          "x-amz-object-lock-retain-until-date",
          seconds(clock.instant().plus(lock.retention())).toString());
      headers.put("content-md5", S3Client.contentMd5(content));
    }
    HttpResponse<byte[]> answer =
        client.send(
            Call.of("PUT", key).with(headers).sending(content), what("write", key), content.length);
    if (answer.statusCode() == PRECONDITION_FAILED) {
      throw new BackendException("will not overwrite " + location.bucket() + "/" + key, null);
    }
    if (answer.statusCode() != OK) {
      throw S3Client.refusal(what("write", key), answer);
    }
  }

  private static Instant seconds(Instant date) {
    Instant whole = date.truncatedTo(ChronoUnit.SECONDS);
    return whole.isBefore(date) ? whole.plusSeconds(1) : whole;
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    String what = what("read", key(kind, name));
    HttpResponse<byte[]> answer = client.send(Call.of("GET", key(kind, name)), what, USUAL_FILE);
    if (answer.statusCode() != OK) {
      throw S3Client.refusal(what, answer);
    }
    return answer.body();
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    String what = what("read", key(kind, name));
    Map<String, String> range = Map.of("range", "bytes=" + offset + "-" + (offset + length - 1));
    HttpResponse<byte[]> answer =
        client.send(Call.of("GET", key(kind, name)).with(range), what, length);
    byte[] body =
        switch (answer.statusCode()) {
          case PARTIAL -> answer.body();
          case OK -> Ranges.cut(answer.body(), offset, length);
          default -> throw S3Client.refusal(what, answer);
        };
    if (body.length != length) {
      throw new BackendException("cannot " + what + ": ends too early", null);
    }
    return body;
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    if (kind == FileKind.CONFIG) {
      return length(kind, "").map(length -> new StoredFile("config", length)).stream().toList();
    }
    List<StoredFile> files = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      S3Listing page = page(folder(kind), token);
      for (S3Listing.S3Object object : page.objects()) {
        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
        if (StorageId.parse(name).isPresent() && object.key().equals(key(kind, name))) {
          files.add(new StoredFile(name, object.size()));
        }
      }
      token = page.next();
    } while (token.isPresent());
    files.sort(Comparator.comparing(StoredFile::name));
    return files;
  }

  private S3Listing page(String folder, Optional<String> token) {
    String what = what("list", folder);
    Map<String, String> query = new HashMap<>();
    query.put("list-type", "2");
    query.put("prefix", folder);
    token.ifPresent(t -> query.put("continuation-token", t));
    HttpResponse<byte[]> answer = client.send(Call.of("GET", "").asking(query), what, USUAL_FILE);
    if (answer.statusCode() != OK) {
      throw S3Client.refusal(what, answer);
    }
    return S3Listing.parse(answer.body())
        .orElseThrow(() ->
            new BackendException("cannot " + what + ": the answer is no list of objects", null));
  }

  @Override
  public Optional<Instant> storedAt(FileKind kind, String name) {
    String what = what("read the time of", key(kind, name));
    HttpResponse<byte[]> answer = client.send(Call.of("HEAD", key(kind, name)), what, 0);
    if (answer.statusCode() != OK) {
      throw S3Client.refusal(what, answer);
    }
    return HttpTransport.lastModified(answer);
  }

  @Override
  public void remove(FileKind kind, String name) {
    String what = what("remove", key(kind, name));
    HttpResponse<byte[]> answer = client.send(Call.of("DELETE", key(kind, name)), what, 0);
    int status = answer.statusCode();
    if (status != OK && status != NO_CONTENT && status != NOT_FOUND) {
      throw S3Client.refusal(what, answer);
    }
  }

  @Override
  public Optional<ObjectLock> objectLock() {
    return lock == null ? Optional.empty() : Optional.of(new Retention(lock));
  }

  private final class Retention implements ObjectLock {
    private static final Map<String, String> RETENTION = Map.of("retention", "");
    private final ObjectLockSettings settings;

    Retention(ObjectLockSettings settings) {
      this.settings = settings;
    }

    /** From the headers of the object: not every service answers GET ?retention. */
    @Override
    public Duration retention() {
      return settings.retention();
    }

    @Override
    public Optional<Instant> keptUntil(FileKind kind, String name) {
      String what = what("read the retention of", key(kind, name));
      HttpResponse<byte[]> answer = client.send(Call.of("HEAD", key(kind, name)), what, 0);
      if (answer.statusCode() != OK) {
        throw S3Client.refusal(what, answer);
      }
      Optional<String> date = answer.headers().firstValue("x-amz-object-lock-retain-until-date");
      try {
        return date.map(text -> OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException e) {
        throw new BackendException("cannot " + what + ": the date is " + date.orElse(""), e);
      }
    }

    @Override
    public boolean keepUntil(FileKind kind, String name, Instant date) {
      Instant until = seconds(date);
      if (keptUntil(kind, name).filter(kept -> !kept.isBefore(until)).isPresent()) {
        return false;
      }
      String what = what("extend the retention of", key(kind, name));
      byte[] body =
          ("<Retention xmlns=\""
                  + XML
                  + "\"><Mode>"
                  + settings.mode()
                  + "</Mode><RetainUntilDate>"
                  + until
                  + "</RetainUntilDate></Retention>")
              .getBytes(StandardCharsets.UTF_8);
      Call call =
          Call.of("PUT", key(kind, name))
              .asking(RETENTION)
              .with(Map.of("content-md5", S3Client.contentMd5(body)))
              .sending(body);
      HttpResponse<byte[]> answer = client.send(call, what, 0);
      if (answer.statusCode() != OK) {
        throw S3Client.refusal(what, answer);
      }
      return true;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
