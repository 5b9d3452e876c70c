package vn.lachan.backup.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Checks every signature of a file or a folder, offline. Safe for use by several threads.
 *
 * <p>Never throws for what is in a file: a broken one gets a verdict. Files are told apart by their
 * first bytes and their extension; PDF, XML and CMS are looked into, others are not.
 */
public final class SignatureCheck {
  private static final int HEAD = 1024;

  private final SignatureSettings settings;
  private final PdfSignatures pdf;
  private final XmlSignatures xml;
  private final CmsSignatures cms;
  private final Judgement judgement;

  /**
   * @param clock what "now" is when no time-stamp proves the time of signing
   */
  public SignatureCheck(Trust trust, SignatureSettings settings, Clock clock) {
    CertificateChains chains = new CertificateChains(trust);
    Timestamps timestamps = new Timestamps(chains, settings);
    CmsCheck check = new CmsCheck(timestamps);
    this.settings = settings;
    this.pdf = new PdfSignatures(check, timestamps, settings);
    this.xml = new XmlSignatures(timestamps, settings);
    this.cms = new CmsSignatures(check);
    this.judgement = new Judgement(chains, settings, clock);
  }

  private enum Format {
    PDF,
    XML,
    CMS,
    OTHER
  }

  /** What one file gave. */
  private record Looked(String name, Format format, long bytes, List<SignatureVerdict> verdicts) {}

  /**
   * The signatures of one file, named by its file name. A detached one, {@code x.p7s}, speaks for
   * {@code x} beside it. Empty: it has none.
   */
  public List<SignatureVerdict> file(Path file) {
    Path name = file.getFileName();
    return look(file, name == null ? file.toString() : name.toString()).verdicts();
  }

  /**
   * Every file below {@code folder}, several at once; links are not followed.
   *
   * @throws SignatureException when the folder cannot be listed, has more files than the settings
   *     allow, or the thread was interrupted
   */
  public SignatureScan folder(Path folder) {
    long start = System.nanoTime();
    List<Path> files = list(folder);
    SortedMap<String, Integer> counts = new TreeMap<>();
    List<SignatureVerdict> verdicts = new ArrayList<>();
    long bytes = 0;
    for (Looked looked : lookAtAll(folder, files)) {
      if (looked.format() != Format.OTHER) {
        counts.put(looked.name(), looked.verdicts().size());
        verdicts.addAll(looked.verdicts());
        bytes += looked.bytes();
      }
    }
    verdicts.sort(
        Comparator.comparing(SignatureVerdict::file).thenComparingInt(SignatureVerdict::number));
    return new SignatureScan(counts, verdicts, bytes, Duration.ofNanos(System.nanoTime() - start));
  }

  private List<Path> list(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files =
          walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .limit(settings.maxFiles() + 1L)
              .toList();
      if (files.size() > settings.maxFiles()) {
        throw new SignatureException(folder + " có hơn " + settings.maxFiles() + " tệp");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new SignatureException("không liệt kê được " + folder, e);
    }
  }

  private List<Looked> lookAtAll(Path folder, List<Path> files) {
    List<Looked> looked = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(settings.threads())) {
      List<Callable<Looked>> tasks = new ArrayList<>();
      for (Path file : files) {
        tasks.add(() -> look(file, folder.relativize(file).toString().replace('\\', '/')));
      }
      for (Future<Looked> future : threads.invokeAll(tasks)) {
        looked.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignatureException("kiểm tra chữ ký bị ngắt: " + folder, e);
    } catch (ExecutionException e) {
      throw new SignatureException("không kiểm tra được " + folder, e);
    }
    return looked;
  }

  private Looked look(Path file, String name) {
    Format format = format(name, new byte[0]);
    try {
      long size = Files.size(file);
      format = format(name, head(file));
      if (format == Format.OTHER) {
        return new Looked(name, format, 0, List.of());
      }
      if (size > settings.maxFileBytes()) {
        Finding finding = new Finding(kind(format), new EmbeddedEvidence());
        finding.unproved(
            ReasonCode.LIMIT_EXCEEDED, size + " byte, giới hạn " + settings.maxFileBytes());
        return looked(name, format, size, List.of(finding));
      }
      return looked(name, format, size, findings(file, format));
    } catch (IOException e) {
      Finding finding = new Finding(kind(format), new EmbeddedEvidence());
      finding.unproved(ReasonCode.UNREADABLE, e.getClass().getSimpleName());
      return looked(name, format, 0, List.of(finding));
    } catch (RuntimeException | StackOverflowError e) {
      // The outermost loop: parsers of others' data throw what they like; it must cost one verdict.
      Finding finding = new Finding(kind(format), new EmbeddedEvidence());
      finding.broken(ReasonCode.MALFORMED, e.getClass().getSimpleName() + ": " + e.getMessage());
      return looked(name, format, 0, List.of(finding));
    }
  }

  private Looked looked(String name, Format format, long size, List<Finding> findings) {
    List<SignatureVerdict> verdicts = new ArrayList<>();
    for (Finding finding : findings) {
      verdicts.add(judgement.judge(name, verdicts.size() + 1, finding));
    }
    return new Looked(name, format, size, verdicts);
  }

  private List<Finding> findings(Path file, Format format) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return switch (format) {
      case PDF -> pdf.check(bytes);
      case XML -> xml.check(bytes);
      case CMS -> cms.check(bytes, beside(file));
      case OTHER -> List.of();
    };
  }

  /** What a detached signature speaks for: the same name without the last extension. */
  private byte @org.jspecify.annotations.Nullable [] beside(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Path content = file.resolveSibling(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    return Files.isRegularFile(content, LinkOption.NOFOLLOW_LINKS)
            && Files.size(content) <= settings.maxFileBytes()
        ? Files.readAllBytes(content)
        : null;
  }

  private static SignatureKind kind(Format format) {
    return switch (format) {
      case PDF -> SignatureKind.PADES;
      case XML -> SignatureKind.XADES;
      case CMS, OTHER -> SignatureKind.CADES_DETACHED;
    };
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    }
  }

  private static Format format(String name, byte[] head) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".p7s") || lower.endsWith(".p7m") || lower.endsWith(".cms")) {
      return Format.CMS;
    }
    String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
    if (lower.endsWith(".pdf") || text.contains("%PDF-")) {
      return Format.PDF;
    }
    return lower.endsWith(".xml")
            || text.startsWith("<?xml")
            || text.startsWith("\u00ef\u00bb\u00bf<?xml")
        ? Format.XML
        : Format.OTHER;
  }
}
