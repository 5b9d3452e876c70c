package vn.lachan.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an exported trail, or the folder of a trail, without the platform and without a network.
 *
 * <p>Finds changed, removed, inserted and swapped records, a trail that was written anew behind a
 * checkpoint, and a tail that was cut off in front of one. What it cannot find: records behind the
 * last checkpoint that were removed from the end, and anything forged by somebody who has the
 * private key. Compare the key id with a copy that was kept elsewhere.
 */
public final class AuditVerifier {
  private final int maxFindings;

  /** Reports at most {@code maxFindings} findings; the others are counted. */
  public AuditVerifier(int maxFindings) {
    this.maxFindings = maxFindings;
  }

  /**
   * Something that is wrong.
   *
   * @param file name of the file inside the export
   * @param line line in it, from 1; 0 for the file as a whole
   * @param sequence number of the record it touches, 0 when unknown
   * @param reason what is wrong, in Vietnamese
   */
  public record Finding(String file, long line, long sequence, String reason) {
    @Override
    public String toString() {
      return line > 0 ? file + " dòng " + line + ": " + reason : file + ": " + reason;
    }
  }

  /**
   * What the check saw.
   *
   * @param records lines read as records
   * @param head digest of the last record
   * @param checkpoints signed heads read
   * @param covered the last record under a checkpoint
   * @param keyId id of the key the signatures were checked with, empty when there was none
   * @param keyFromOutside whether that key came from the caller and not from the export itself
   * @param findings what is wrong, in order; empty for an intact trail
   * @param furtherFindings how many more there are
   * @param notes what the auditor should know but is no break
   */
  public record Report(
      long records,
      String head,
      long checkpoints,
      long covered,
      String keyId,
      boolean keyFromOutside,
      List<Finding> findings,
      long furtherFindings,
      List<String> notes) {
    public Report {
      findings = List.copyOf(findings);
      notes = List.copyOf(notes);
    }

    public boolean intact() {
      return findings.isEmpty();
    }
  }

  /** The files of an export, in a folder or in a zip. */
  private interface Container {
    List<String> names() throws IOException;

    @Nullable InputStream open(String name) throws IOException;
  }

  /**
   * Verifies {@code trail}, a zip, an export folder or a trail's folder.
   *
   * @param key public key in PEM form that the auditor trusts; without it the one in the export is
   *     used, which proves only that the export fits itself
   * @throws AuditTrailException when {@code trail} is not there or {@code key} is not a key
   */
  public Report verify(Path trail, Optional<Path> key) {
    TrailCheck check = new TrailCheck(maxFindings);
    VerifyingKey given = key.map(AuditVerifier::readKey).orElse(null);
    if (Files.isDirectory(trail)) {
      return verify(folder(trail), given, check, trail.getFileName() + "");
    }
    if (!Files.isRegularFile(trail)) {
      throw new AuditTrailException("no such file or folder: " + trail);
    }
    try (ZipFile zip = new ZipFile(trail.toFile())) {
      return verify(zip(zip), given, check, trail.getFileName() + "");
    } catch (IOException e) {
      check.add(trail.getFileName() + "", 0, 0, "không đọc được tệp zip: " + e.getMessage());
      return report(check, given, given != null);
    }
  }

  private static VerifyingKey readKey(Path file) {
    try {
      return VerifyingKey.read(file);
    } catch (IOException e) {
      throw new AuditTrailException("cannot read the public key " + file, e);
    }
  }

  private static Report verify(
      Container files, @Nullable VerifyingKey given, TrailCheck check, String name) {
    VerifyingKey key = given;
    try {
      if (key == null) {
        key = enclosedKey(files);
      }
      try (InputStream checkpoints = files.open(TrailFolder.CHECKPOINTS)) {
        if (checkpoints != null) {
          check.checkpoints(checkpoints, key);
        }
      }
      for (TrailFolder.Segment segment : TrailFolder.segments(files.names().stream())) {
        try (InputStream records = files.open(segment.name())) {
          if (records != null) {
            check.segment(segment, records);
          }
        }
      }
    } catch (IOException e) {
      check.add(name, 0, 0, "không đọc hết được: " + e.getMessage());
    }
    if (check.records() == 0) {
      check.add(name, 0, 0, "không có bản ghi nhật ký nào");
    }
    check.finish();
    return report(check, key, given != null);
  }

  private static @Nullable VerifyingKey enclosedKey(Container files) throws IOException {
    for (String name :
        List.of(TrailFolder.PUBLIC_KEY, TrailFolder.KEYS + "/" + TrailFolder.PUBLIC_KEY)) {
      try (InputStream in = files.open(name)) {
        if (in != null) {
          return VerifyingKey.parse(in.readNBytes(1 << 14));
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(name + " không phải là khóa công khai Ed25519", e);
      }
    }
    return null;
  }

  private static Report report(TrailCheck check, @Nullable VerifyingKey key, boolean fromOutside) {
    return new Report(
        check.records(),
        check.head(),
        check.checkpoints(),
        check.covered(),
        key == null ? "" : key.id(),
        fromOutside,
        check.findings(),
        check.suppressed(),
        check.notes());
  }

  private static Container folder(Path folder) {
    return new Container() {
      @Override
      public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
          return files.map(file -> file.getFileName().toString()).toList();
        }
      }

      @Override
      public @Nullable InputStream open(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
      }
    };
  }

  private static Container zip(ZipFile zip) {
    return new Container() {
      @Override
      public List<String> names() {
        return zip.stream().<String>map(ZipEntry::getName).toList();
      }

      @Override
      public @Nullable InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        return entry == null ? null : zip.getInputStream(entry);
      }
    };
  }
}
