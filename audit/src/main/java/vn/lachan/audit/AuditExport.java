package vn.lachan.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Hands a trail to an auditor: its records, signed checkpoints, the public key and a text in
 * Vietnamese that says how to verify them. A fresh checkpoint is signed first, so that every record
 * in the export is covered.
 */
public final class AuditExport {
  static final String README = "DOC-TRUOC.txt";

  private AuditExport() {}

  /**
   * What was written.
   *
   * @param target the zip or folder
   * @param records how many records it holds
   * @param head digest of the last one
   * @param keyId id of the key that signed, to be told to the auditor by another way
   * @param at when
   */
  public record Exported(Path target, long records, String head, String keyId, Instant at) {}

  /** Where one file of the export goes. */
  private interface Sink {
    void put(String name, InputStream content) throws IOException;
  }

  /**
   * Writes {@code trail} to {@code target}: a zip when the name ends in {@code .zip}, else a new
   * folder.
   *
   * @throws AuditTrailException when {@code target} is there already or cannot be written
   */
  public static Exported write(FileAuditTrail trail, Path target) {
    Optional<Checkpoint> checkpoint = trail.checkpoint();
    TrailReader reader = trail.reader();
    Exported exported =
        new Exported(
            target,
            reader.state().sequence(),
            reader.state().head(),
            trail.keyId(),
            checkpoint.map(Checkpoint::at).orElseGet(() -> trail.clock().instant()));
    Path draft = target.resolveSibling(target.getFileName() + ".draft");
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      if (target.toString().endsWith(".zip")) {
        writeZip(trail, reader, exported, draft);
      } else {
        Files.createDirectory(draft);
        writeAll(trail, reader, exported, (name, in) -> Files.copy(in, draft.resolve(name)));
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return exported;
    } catch (IOException e) {
      throw new AuditTrailException("cannot export the audit trail to " + target, e);
    }
  }

  private static void writeZip(
      FileAuditTrail trail, TrailReader reader, Exported exported, Path draft) throws IOException {
    try (OutputStream file = Files.newOutputStream(draft);
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(file))) {
      writeAll(
          trail,
          reader,
          exported,
          (name, in) -> {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(exported.at().toEpochMilli());
            zip.putNextEntry(entry);
            in.transferTo(zip);
            zip.closeEntry();
          });
    }
  }

  private static void writeAll(
      FileAuditTrail trail, TrailReader reader, Exported exported, Sink sink) throws IOException {
    put(sink, README, readme(exported));
    put(sink, TrailFolder.PUBLIC_KEY, trail.verifyingKey().pem());
    try (InputStream in = reader.checkpoints()) {
      sink.put(TrailFolder.CHECKPOINTS, in);
    }
    for (TrailFolder.Segment segment : reader.state().segments()) {
      try (InputStream in = reader.open(segment)) {
        sink.put(segment.name(), in);
      }
    }
  }

  private static void put(Sink sink, String name, byte[] bytes) throws IOException {
    try (InputStream in = new java.io.ByteArrayInputStream(bytes)) {
      sink.put(name, in);
    }
  }

  private static byte[] readme(Exported exported) throws IOException {
    try (InputStream in = AuditExport.class.getResourceAsStream(README)) {
      if (in == null) {
        throw new IOException("resource is missing: " + README);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{thoi_diem}", RecordCodec.time(exported.at()))
          .replace("{so_ban_ghi}", Long.toString(exported.records()))
          .replace("{ma_bam_cuoi}", exported.head())
          .replace("{ma_khoa}", exported.keyId())
          .getBytes(StandardCharsets.UTF_8);
    }
  }
}
