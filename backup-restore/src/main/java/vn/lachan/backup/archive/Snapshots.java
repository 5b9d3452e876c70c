package vn.lachan.backup.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.SealedDocument;
import vn.lachan.backup.repository.StorageId;

/**
 * The snapshots of a repository at one moment.
 *
 * @param all those that can be read, oldest first
 * @param damaged those that cannot
 */
public record Snapshots(List<StoredSnapshot> all, List<CorruptRepositoryException> damaged) {

  public Snapshots {
    all = List.copyOf(all);
    damaged = List.copyOf(damaged);
  }

  /** Reads them. List snapshots before loading the index, else the index may lack the newest. */
  public static Snapshots list(Repository repository) {
    List<StoredSnapshot> all = new ArrayList<>();
    List<CorruptRepositoryException> damaged = new ArrayList<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.SNAPSHOT)) {
      try {
        byte[] json = repository.loadDocument(FileKind.SNAPSHOT, file.name());
        StorageId id = StorageId.parse(file.name()).orElseThrow();
        all.add(
            ResticJson.read(json, SnapshotDocument.class)
                .flatMap(document -> read(id, document))
                .orElseThrow(() ->
                    new CorruptRepositoryException(
                        "snapshot makes no sense", "snapshots/" + file.name())));
      } catch (CorruptRepositoryException e) {
        damaged.add(e);
      }
    }
    all.sort(Comparator.comparing(StoredSnapshot::at).thenComparing(StoredSnapshot::id));
    return new Snapshots(all, damaged);
  }

  private static Optional<StoredSnapshot> read(StorageId id, SnapshotDocument document) {
    Optional<StorageId> tree = id(document.tree());
    String time = document.time();
    if (tree.isEmpty() || time == null) {
      return Optional.empty();
    }
    SnapshotDocument.Summary summary = document.summary();
    try {
      return Optional.of(
          new StoredSnapshot(
              id,
              OffsetDateTime.parse(time),
              tree.get(),
              id(document.parent()),
              id(document.original()),
              document.paths() == null ? List.of() : document.paths(),
              document.hostname() == null ? "" : document.hostname(),
              document.tags() == null ? List.of() : document.tags(),
              summary == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(summary.totalFilesProcessed()),
              summary == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(summary.totalBytesProcessed())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<StorageId> id(@Nullable String text) {
    return text == null ? Optional.empty() : StorageId.parse(text);
  }

  /** Writes a snapshot; everything its tree needs must be durable already. Durable on return. */
  public static StorageId save(Repository repository, SnapshotDocument document) {
    return repository.save(seal(repository, document));
  }

  /** A snapshot ready to be written, for whoever must know its id before it is there. */
  public static SealedDocument seal(Repository repository, SnapshotDocument document) {
    return repository.seal(FileKind.SNAPSHOT, ResticJson.write(document));
  }

  /**
   * Writes a copy of {@code snapshot} of {@code from} into {@code to}, every key of it kept,
   * unknown ones too, but for the parent, which need not be there. Durable on return.
   */
  static StorageId copy(Repository from, StoredSnapshot snapshot, Repository to) {
    String name = snapshot.id().toString();
    ObjectNode document =
        ResticJson.read(from.loadDocument(FileKind.SNAPSHOT, name), ObjectNode.class)
            .orElseThrow(() ->
                new CorruptRepositoryException("snapshot makes no sense", "snapshots/" + name));
    document.remove("parent");
    document.put("original", snapshot.original().orElse(snapshot.id()).toString());
    return to.saveDocument(FileKind.SNAPSHOT, ResticJson.write(document));
  }

  /** The moment as snapshots write it. */
  public static String time(Instant instant, ZoneId zone) {
    return GoText.time(instant, zone);
  }

  /** The newest of the same host and paths. */
  public Optional<StoredSnapshot> newest(String hostname, List<String> paths) {
    return all.reversed().stream()
        .filter(s -> s.hostname().equals(hostname) && s.paths().equals(paths))
        .findFirst();
  }

  /** The newest of the same paths, whatever the host. */
  public Optional<StoredSnapshot> newest(List<String> paths) {
    return all.reversed().stream().filter(s -> s.paths().equals(paths)).findFirst();
  }

  /**
   * The snapshot meant by {@code word}: {@code latest}, an id, or the beginning of exactly one id.
   * Where no snapshot is so named, that of which exactly one here is a copy, so that the id a
   * snapshot had when it was made finds its copies too.
   */
  public Optional<StoredSnapshot> find(String word) {
    if (word.equals("latest")) {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }
    List<StoredSnapshot> fitting =
        all.stream().filter(s -> s.id().toString().startsWith(word)).toList();
    if (fitting.isEmpty()) {
      fitting = all.stream().filter(s -> isCopyOf(s, word)).toList();
    }
    return fitting.size() == 1 && word.length() >= 4
        ? Optional.of(fitting.getFirst())
        : Optional.empty();
  }

  private static boolean isCopyOf(StoredSnapshot snapshot, String word) {
    return snapshot.original().filter(id -> id.toString().startsWith(word)).isPresent();
  }
}
