package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;
import vn.lachan.backup.plan.DrillSample;

/**
 * The newest transaction among restored dossiers. A moment after the backup began is a clock that
 * was wrong and does not count.
 */
final class NewestTransaction {

  private static final long LARGEST = 64_000_000;

  private NewestTransaction() {}

  static DrillProof.RecoveryPoint of(
      Path root,
      List<StratifiedSample.Unit> units,
      Optional<DrillSample.TransactionLog> log,
      Instant snapshotAt) {
    if (log.isPresent()) {
      Optional<Instant> newest =
          units.stream()
              .flatMap(unit -> unit.entries().stream())
              .filter(e -> StratifiedSample.name(e.path()).equals(log.get().file()))
              .flatMap(e -> moments(root, e, log.get().field()))
              .filter(at -> !at.isAfter(snapshotAt))
              .max(Comparator.naturalOrder());
      return new DrillProof.RecoveryPoint(
          newest.orElse(null),
          "trường " + log.get().field() + " của " + log.get().file(),
          newest.isPresent());
    }
    Optional<Instant> newest =
        units.stream()
            .flatMap(unit -> unit.entries().stream())
            .filter(entry -> !entry.isLink())
            .map(ManifestEntry::modified)
            .filter(at -> !at.isAfter(snapshotAt))
            .max(Comparator.naturalOrder());
    return new DrillProof.RecoveryPoint(
        newest.orElse(snapshotAt), newest.isPresent() ? "thời gian sửa tệp" : "ảnh chụp", false);
  }

  private static Stream<Instant> moments(Path root, ManifestEntry entry, String field) {
    Optional<Path> file = RawName.resolve(root, entry.path()).filter(Files::isRegularFile);
    if (file.isEmpty() || entry.size() > LARGEST) {
      return Stream.empty();
    }
    try {
      String text = new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8);
      return text.lines().flatMap(line -> moment(line, field).stream());
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Optional<Instant> moment(String line, String field) {
    try {
      return DrillJson.read(line, JsonNode.class)
          .map(node -> node.path(field).asString(""))
          .filter(text -> !text.isEmpty())
          .map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
