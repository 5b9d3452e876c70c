package vn.lachan.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reports as three files each in a folder: {@code ID.pdf}, {@code ID.json} (content) and {@code
 * ID.report.json} (what it is). The last one is written last, so a report is there whole or not at
 * all. A PDF without the others is one that was laid down and not issued.
 */
public final class FolderReportArchive implements ReportArchive {
  private static final String CARD = ".report.json";

  private final JsonMapper json = JsonMapper.shared();
  private final Path folder;
  private final Map<String, IssuedReport> known = new ConcurrentHashMap<>();

  private FolderReportArchive(Path folder) {
    this.folder = folder;
  }

  /** Opens the archive in {@code folder}, which is made when missing. */
  public static FolderReportArchive open(Path folder) {
    FolderReportArchive archive = new FolderReportArchive(folder);
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path card : files.filter(f -> f.toString().endsWith(CARD)).toList()) {
          IssuedReport report =
              archive.json.readValue(Files.readAllBytes(card), IssuedReport.class);
          archive.known.put(report.id(), report);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the report archive " + folder, e);
    }
    return archive;
  }

  @Override
  public void prepare(String id, byte[] document) {
    try {
      write(id + ".pdf", document);
      force();
    } catch (IOException e) {
      throw new ReportException("cannot lay down report " + id + " in " + folder, e);
    }
  }

  @Override
  public Optional<byte[]> prepared(String id) {
    return Files.isRegularFile(folder.resolve(id + ".pdf"))
        ? Optional.of(read(id + ".pdf"))
        : Optional.empty();
  }

  private void force() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void keep(IssuedReport report, byte[] document, byte[] content) {
    try {
      write(report.id() + ".pdf", document);
      write(report.id() + ".json", content);
      write(report.id() + CARD, json.writeValueAsBytes(report));
      force();
      known.put(report.id(), report);
    } catch (IOException e) {
      throw new ReportException("cannot keep report " + report.id() + " in " + folder, e);
    }
  }

  @Override
  public List<IssuedReport> all() {
    return known.values().stream()
        .sorted(
            Comparator.comparing(IssuedReport::createdAt)
                .thenComparing(IssuedReport::id)
                .reversed())
        .toList();
  }

  @Override
  public Optional<IssuedReport> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  @Override
  public byte[] document(IssuedReport report) {
    byte[] document = read(report.id() + ".pdf");
    if (!sha256(document).equals(report.sha256())) {
      throw new ReportException(
          "report " + report.id() + " is not what was issued: its digest differs",
          new IOException(folder.resolve(report.id() + ".pdf").toString()));
    }
    return document;
  }

  @Override
  public byte[] json(IssuedReport report) {
    return read(report.id() + ".json");
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private byte[] read(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw new ReportException("cannot read " + folder.resolve(name), e);
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path temporary = folder.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(bytes));
      channel.force(true);
    }
    Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
