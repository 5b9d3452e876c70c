package vn.lachan.backup.signature.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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
 * Signed minutes that follow one another: each carries, under its signature, its number and the
 * SHA-256 of the one before, so that none can be taken out, put in, moved or changed unseen.
 *
 * <p>They are files {@code bien-ban-NNNNNN.pdf} in one folder, from 1 on, each written whole or not
 * at all; {@code dau-chuoi.txt} names the last. Safe for use by several threads and processes:
 * whoever comes second with the same number fails.
 */
public final class MinutesChain {
  static final COSName LINK = COSName.getPDFName("VNLC_Minutes");
  static final COSName NUMBER = COSName.getPDFName("Number");
  static final COSName PREVIOUS = COSName.getPDFName("Previous");
  static final String HEAD = "dau-chuoi.txt";
  static final Pattern NAME = Pattern.compile("bien-ban-([0-9]{6})\\.pdf");

  private final Path folder;
  private final PdfSealer sealer;

  /**
   * @param folder made when missing
   */
  public MinutesChain(Path folder, PdfSealer sealer) {
    this.folder = folder;
    this.sealer = sealer;
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
   * @param sha256 of the whole signed file
   */
  public record Sealed(Link link, Path file, String sha256) {}

  /**
   * Where the next minutes will stand: print it into them.
   *
   * @throws SignatureException when the folder cannot be read
   */
  public synchronized Link next() {
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
   * Signs minutes into the chain; durable when it returns.
   *
   * @param link what {@link #next} said when they were written
   * @throws SignatureException when others came first, they cannot be signed, or not be written
   */
  public synchronized Sealed append(byte[] pdf, Link link, String reason, String place) {
    next(); // makes the folder
    try (FileChannel key =
            FileChannel.open(
                folder.resolve(".khoa"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = key.lock()) {
      return appendAlone(pdf, link, reason, place);
    } catch (IOException | OverlappingFileLockException e) {
      throw new SignatureException("không giữ được khoá của chuỗi biên bản " + folder, e);
    }
  }

  private Sealed appendAlone(byte[] pdf, Link link, String reason, String place) {
    if (!next().equals(link)) {
      throw new SignatureException(
          "chuỗi biên bản " + folder + " đã có biên bản số " + link.number());
    }
    byte[] sealed = sealer.seal(pdf, reason, place, document -> put(document, link));
    Path file = folder.resolve(name(link.number()));
    String digest = Sha256.of(sealed);
    try {
      write(file, sealed);
      write(
          folder.resolve(HEAD),
          (link.number() + " " + digest + "\n")
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new SignatureException("không ghi được " + file, e);
    }
    return new Sealed(link, file, digest);
  }

  private static void put(PDDocument document, Link link) {
    COSDictionary dictionary = new COSDictionary();
    dictionary.setInt(NUMBER, link.number());
    dictionary.setString(PREVIOUS, link.previous());
    dictionary.setDirect(true);
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    catalog.setItem(LINK, dictionary);
    catalog.setNeedToBeUpdated(true);
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
