package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;

/**
 * One bit flipped in a copy of one restored file, to prove that the comparison would see a damaged
 * file.
 */
final class PlantedDamage {

  private final ManifestEntry entry;
  private final Path file;
  private final long offset;
  private final int bit;

  private PlantedDamage(ManifestEntry entry, Path file, long offset, int bit) {
    this.entry = entry;
    this.file = file;
    this.offset = offset;
    this.bit = bit;
  }

  /** Damages a file chosen at random; empty when no file with content came back. */
  static Optional<PlantedDamage> plant(
      Path root, List<ManifestEntry> entries, RandomGenerator random) {
    List<ManifestEntry> candidates =
        entries.stream().filter(e -> !e.isLink() && e.size() > 0).toList();
    int start = candidates.isEmpty() ? 0 : random.nextInt(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      ManifestEntry entry = candidates.get((start + i) % candidates.size());
      Optional<Path> file = RawName.resolve(root, entry.path()).filter(Files::isRegularFile);
      if (file.isPresent()) {
        PlantedDamage damage =
            new PlantedDamage(entry, file.get(), random.nextLong(entry.size()), random.nextInt(8));
        if (damage.flip()) {
          return Optional.of(damage);
        }
      }
    }
    return Optional.empty();
  }

  ManifestEntry entry() {
    return entry;
  }

  private boolean flip() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      Set<PosixFilePermission> writable = EnumSet.of(PosixFilePermission.OWNER_WRITE);
      writable.addAll(permissions);
      writable.add(PosixFilePermission.OWNER_READ);
      Files.setPosixFilePermissions(file, writable);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        ByteBuffer one = ByteBuffer.allocate(1);
        if (channel.read(one, offset) != 1) {
          return false;
        }
        one.put(0, (byte) (one.get(0) ^ (1 << bit))).rewind();
        return channel.write(one, offset) == 1;
      } finally {
        Files.setPosixFilePermissions(file, permissions);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
