package vn.lachan.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.StorageId;

/** How much of a repository a check reads. */
public sealed interface CheckScope {

  /** Names, lengths, indexes, trees. */
  record Structure() implements CheckScope {}

  /** That, and every byte of every pack. */
  record Everything() implements CheckScope {}

  /**
   * That, and the packs whose last good reading is longest ago, up to a share of all bytes, at
   * least one. Run {@code 1 / share} times within {@code window}, everything is read within it.
   *
   * @param share of all bytes, above 0 to 1
   */
  record Rolling(CoverageLedger ledger, Duration window, double share) implements CheckScope {

    public Rolling {
      if (!(share > 0 && share <= 1) || window.isNegative() || window.isZero()) {
        throw new IllegalArgumentException("share is above 0 to 1, window longer than nothing");
      }
    }

    /** The share that covers {@code window} when run once a day. */
    public static Rolling daily(CoverageLedger ledger, Duration window) {
      return new Rolling(ledger, window, Math.min(1, 1.0 / Math.max(1, window.toDays())));
    }

    Set<StorageId> choose(String repository, List<Backend.StoredFile> packs) {
      Map<StorageId, Instant> read = ledger.read(repository);
      List<Backend.StoredFile> longestAgo =
          packs.stream()
              .sorted(
                  Comparator.comparing((Backend.StoredFile p) -> lastRead(read, p))
                      .thenComparing(Backend.StoredFile::name))
              .toList();
      double wanted = share * packs.stream().mapToLong(Backend.StoredFile::length).sum();
      Set<StorageId> chosen = new HashSet<>();
      double bytes = 0;
      for (Backend.StoredFile pack : longestAgo) {
        if (bytes >= wanted && !chosen.isEmpty()) {
          break;
        }
        chosen.add(id(pack));
        bytes += pack.length();
      }
      return chosen;
    }

    private static StorageId id(Backend.StoredFile pack) {
      return StorageId.parse(pack.name()).orElseThrow();
    }

    private static Instant lastRead(Map<StorageId, Instant> read, Backend.StoredFile pack) {
      return read.getOrDefault(id(pack), Instant.MIN);
    }

    /** Notes the packs found sound and forgets those that are gone. */
    Coverage note(
        String repository, List<Backend.StoredFile> packs, List<StorageId> sound, Instant now) {
      Map<StorageId, Instant> read = new TreeMap<>(ledger.read(repository));
      sound.forEach(pack -> read.put(pack, now));
      read.keySet().retainAll(Coverage.ids(packs));
      ledger.write(repository, read);
      Instant from = now.minus(window);
      long covered = 0;
      long total = 0;
      for (Backend.StoredFile pack : packs) {
        total += pack.length();
        covered += lastRead(read, pack).isBefore(from) ? 0 : pack.length();
      }
      int never = packs.size() - read.size();
      Optional<Instant> oldest =
          never > 0 ? Optional.empty() : read.values().stream().min(Comparator.naturalOrder());
      return new Coverage(window, covered, total, never, oldest);
    }
  }
}
