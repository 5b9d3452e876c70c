package vn.lachan.backup.signature.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import vn.lachan.backup.repository.Sha256;
import vn.lachan.backup.signature.SignatureException;

/**
 * Minutes that follow one another: each carries, under its signature, its number and the SHA-256 of
 * the one before, so that none can be taken out, put in, moved or changed unseen. Without a key
 * they are chained all the same and say that they are not signed: then who can write the folder can
 * write the whole chain anew, unless somebody kept the digest of its head.
 *
 * <p>They are files {@code bien-ban-NNNNNN.pdf} in one folder, from 1 on, each written whole or not
 * at all; {@code dau-chuoi.txt} names the last. Safe for use by several threads and processes: they
 * wait for one another.
 */
public final class MinutesChain {
  static final COSName LINK = COSName.getPDFName("VNLC_Minutes");
  static final COSName NUMBER = COSName.getPDFName("Number");
  static final COSName PREVIOUS = COSName.getPDFName("Previous");
  static final COSName DRILL = COSName.getPDFName("Drill");
  static final COSName STATE = COSName.getPDFName("State");
  static final String HEAD = "dau-chuoi.txt";
  static final Pattern NAME = Pattern.compile("bien-ban-([0-9]{6})\\.pdf");

  private final Path folder;
  private final Optional<PdfSealer> sealer;

  /**
   * @param folder made when missing
   */
  public MinutesChain(Path folder, PdfSealer sealer) {
    this(folder, Optional.of(sealer));
  }

  /**
   * @param folder made when missing
   * @param sealer without it minutes are chained and not signed
   */
  public MinutesChain(Path folder, Optional<PdfSealer> sealer) {
    this.folder = folder;
    this.sealer = sealer;
  }

  /** How far minutes are sealed. */
  public enum Level {
    /** Signed, and dated by a time-stamp authority. */
    STAMPED,
    SIGNED,
    /** Only chained. */
    UNSIGNED
  }

  /**
   * How minutes are sealed.
   *
   * @param why the time-stamp that was wanted could not be had; empty when none was wanted
   */
  public record Seal(Level level, String why) {

    /** As it is printed into the minutes. */
    public String vietnamese() {
      return switch (level) {
        case STAMPED -> "Ký số PAdES, có dấu thời gian RFC 3161";
        case SIGNED ->
            why.isEmpty()
                ? "Ký số PAdES; không cấu hình dấu thời gian"
                : "Ký số PAdES; KHÔNG có dấu thời gian: " + why;
        case UNSIGNED -> "KHÔNG ký số vì chưa cấu hình khóa; chỉ nối chuỗi bằng mã băm";
      };
    }
  }

  /**
   * What minutes are about, readable without their text.
   *
   * @param drill id of the drill; may be empty
   * @param state {@code FINISHED}, {@code STOPPED} or {@code REQUESTED}
   */
  public record About(String drill, String state) {}

  /** Lays the minutes out once their place and their seal are known. */
  public interface Page {
    byte[] print(Link link, Seal seal);
  }

  /**
   * The place of one document in the chain.
   *
   * @param number from 1
   * @param previous SHA-256 of the document before, lower-case hexadecimal; empty for the first
   */
  public record Link(int number, String previous) {
    public Link {
      if (number < 1 || previous.isEmpty() != (number == 1)) {
        throw new IllegalArgumentException("link " + number + " " + previous);
      }
    }
  }

  /**
   * Minutes that are in the chain.
   *
   * @param sha256 of the whole file
   */
  public record Sealed(Link link, Path file, String sha256, Seal seal) {}

  /** Where the next minutes will stand. */
  synchronized Link next() {
    try {
      Files.createDirectories(folder);
      Optional<Path> last = files(folder).stream().reduce((a, b) -> b);
      if (last.isEmpty()) {
        return new Link(1, "");
      }
      return new Link(number(last.get()) + 1, Sha256.of(Files.readAllBytes(last.get())));
    } catch (IOException e) {
      throw new SignatureException("không đọc được chuỗi biên bản " + folder, e);
    }
  }

  /**
   * Puts minutes at the end of the chain; durable when it returns, also for a thread that was
   * interrupted. A time-stamp that cannot be had keeps no minutes back: they are printed anew,
   * saying so, and signed without.
   *
   * @param place where they are signed
   * @throws SignatureException when they cannot be signed, or not be written
   */
  public synchronized Sealed add(About about, String reason, String place, Page page) {
    boolean interrupted = Thread.interrupted(); // a channel closes itself under such a thread
    next(); // makes the folder
    try (FileChannel key =
            FileChannel.open(
                folder.resolve(".khoa"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = key.lock()) {
      return addAlone(about, reason, place, page);
    } catch (IOException | OverlappingFileLockException e) {
      throw new SignatureException("không giữ được khoá của chuỗi biên bản " + folder, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Sealed addAlone(About about, String reason, String place, Page page) {
    Link link = next();
    if (sealer.isEmpty()) {
      Seal seal = new Seal(Level.UNSIGNED, "");
      return keep(link, linked(page.print(link, seal), link, about), seal);
    }
    PdfSealer signer = sealer.get();
    Seal seal = new Seal(signer.stampsTime() ? Level.STAMPED : Level.SIGNED, "");
    try {
      return signed(signer, link, about, reason, place, page, seal);
    } catch (TimestampException e) {
      Seal without = new Seal(Level.SIGNED, String.valueOf(e.getMessage()));
      return signed(signer.withoutTimestamps(), link, about, reason, place, page, without);
    }
  }

  private Sealed signed(
      PdfSealer signer, Link link, About about, String reason, String place, Page page, Seal seal) {
    byte[] pdf = page.print(link, seal);
    return keep(
        link, signer.seal(pdf, reason, place, document -> put(document, link, about)), seal);
  }

  /** With its place in the chain, and no signature. */
  private static byte[] linked(byte[] pdf, Link link, About about) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      put(document, link, about);
      ByteArrayOutputStream out = new ByteArrayOutputStream(pdf.length + 1024);
      document.saveIncremental(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new SignatureException("không ghi được số vào biên bản " + link.number(), e);
    }
  }

  private Sealed keep(Link link, byte[] minutes, Seal seal) {
    Path file = folder.resolve(name(link.number()));
    String digest = Sha256.of(minutes);
    try {
      if (Files.exists(file)) {
        throw new SignatureException(
            "chuỗi biên bản " + folder + " đã có biên bản số " + link.number());
      }
      write(file, minutes);
      write(
          folder.resolve(HEAD),
          (link.number() + " " + digest + "\n").getBytes(StandardCharsets.US_ASCII));
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new SignatureException("không ghi được " + file, e);
    }
    return new Sealed(link, file, digest, seal);
  }

  private static void put(PDDocument document, Link link, About about) {
    COSDictionary dictionary = new COSDictionary();
    dictionary.setInt(NUMBER, link.number());
    dictionary.setString(PREVIOUS, link.previous());
    dictionary.setString(DRILL, about.drill());
    dictionary.setString(STATE, about.state());
    dictionary.setDirect(true);
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    catalog.setItem(LINK, dictionary);
    catalog.setNeedToBeUpdated(true);
  }

  /** What a document says it is about; empty for those of before this was written. */
  static Optional<About> about(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      COSDictionary said = document.getDocumentCatalog().getCOSObject().getCOSDictionary(LINK);
      return said == null || said.getString(DRILL) == null
          ? Optional.empty()
          : Optional.of(new About(said.getString(DRILL, ""), said.getString(STATE, "")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The place a document says it has; empty when it says none or is no PDF. */
  static Optional<Link> link(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      COSDictionary said = document.getDocumentCatalog().getCOSObject().getCOSDictionary(LINK);
      return said == null
          ? Optional.empty()
          : Optional.of(new Link(said.getInt(NUMBER), said.getString(PREVIOUS, "")));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The files of a chain in the order of their names. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> NAME.matcher(fileName(file)).matches())
          .sorted(Comparator.comparing(MinutesChain::fileName))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static int number(Path file) {
    String name = fileName(file);
    return Integer.parseInt(name.substring(name.length() - 10, name.length() - 4));
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "bien-ban-%06d.pdf", number);
  }

  static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(fileName(file) + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
