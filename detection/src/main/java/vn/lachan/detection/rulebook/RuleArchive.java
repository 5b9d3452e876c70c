package vn.lachan.detection.rulebook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.rulebook.RulebookException.Reason;

/**
 * The rule files of a zip, a tar, a tar.gz, a folder or a single file, in memory. Nothing is
 * written to disk and no link is followed; what is more than the settings allow is refused whole.
 *
 * @param texts by path
 * @param skipped paths that were left out, with the reason
 */
public record RuleArchive(List<RuleText> texts, List<String> skipped) {
  private static final Set<String> NOT_TO_RUN =
      Set.of("deprecated", "unsupported", "tests", "regression_data", ".git", ".github");
  private static final int LISTED = 1_000;

  public RuleArchive {
    texts = List.copyOf(texts);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads an archive, told by its first bytes.
   *
   * @throws RulebookException when it is no archive, damaged, or too large
   */
  public static RuleArchive read(InputStream archive, RulebookSettings settings) {
    Reader reader = new Reader(settings);
    try (BufferedInputStream in = new BufferedInputStream(archive, 1 << 16)) {
      in.mark(8);
      byte[] magic = in.readNBytes(4);
      in.reset();
      if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'K') {
        reader.zip(in);
      } else if (magic.length == 4 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
        reader.tar(new GZIPInputStream(in, 1 << 16));
      } else {
        reader.tar(in);
      }
    } catch (IOException e) {
      throw new RulebookException(Reason.IMPORT_UNREADABLE, String.valueOf(e.getMessage()));
    }
    return reader.result();
  }

  /**
   * Reads a folder, an archive file, or one rule file.
   *
   * @throws RulebookException as {@link #read(InputStream, RulebookSettings)}
   */
  public static RuleArchive read(Path path, RulebookSettings settings) {
    try {
      String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
      if (Files.isRegularFile(path) && (name.endsWith(".yml") || name.endsWith(".yaml"))) {
        Reader reader = new Reader(settings);
        try (InputStream in = Files.newInputStream(path)) {
          reader.file(String.valueOf(path.getFileName()), in);
        }
        return reader.result();
      }
      if (!Files.isDirectory(path)) {
        return read(Files.newInputStream(path), settings);
      }
      Reader reader = new Reader(settings);
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            reader.file(path.relativize(file).toString(), in);
          }
        }
      }
      return reader.result();
    } catch (IOException e) {
      throw new RulebookException(Reason.IMPORT_UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  private static final class Reader {
    private final RulebookSettings settings;
    private final Map<String, String> rules = new TreeMap<>();
    private final Map<String, String> tests = new TreeMap<>();
    private final List<String> skipped = new ArrayList<>();
    private int files;
    private long bytes;

    Reader(RulebookSettings settings) {
      this.settings = settings;
    }

    void zip(InputStream in) throws IOException {
      ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          file(entry.getName(), zip);
        }
      }
    }

    void tar(InputStream in) throws IOException {
      TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          file(entry.getName(), tar);
        } else if (!entry.isDirectory()) {
          skip(entry.getName() + ": is no file");
        }
      }
    }

    void file(String name, InputStream in) throws IOException {
      if (++files > settings.archiveFiles()) {
        throw new RulebookException(Reason.IMPORT_TOO_LARGE, settings.archiveFiles() + " files");
      }
      String path = name.replace('\\', '/');
      String lower = path.toLowerCase(Locale.ROOT);
      if (!lower.endsWith(".yml") && !lower.endsWith(".yaml")) {
        count(in.transferTo(new Counted()));
        return;
      }
      List<String> parts = Arrays.asList(path.split("/", -1));
      if (path.startsWith("/") || parts.contains("..") || path.length() > 500) {
        count(in.transferTo(new Counted()));
        skip(path.substring(0, Math.min(path.length(), 200)) + ": not a plain path");
      } else if (parts.stream().limit(parts.size() - 1L).anyMatch(NOT_TO_RUN::contains)) {
        count(in.transferTo(new Counted()));
        skip(path + ": lies in a folder of rules that are not meant to run");
      } else {
        keep(path, in);
      }
    }

    private void keep(String path, InputStream in) throws IOException {
      byte[] content = in.readNBytes(4 * settings.ruleCharacters() + 1);
      count(content.length + in.transferTo(new Counted()));
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        if (text.length() > settings.ruleCharacters()) {
          skip(path + ": longer than " + settings.ruleCharacters() + " characters");
        } else if (path.endsWith(".test.yml") || path.endsWith(".test.yaml")) {
          tests.put(path.substring(0, path.lastIndexOf(".test.")), text);
        } else {
          rules.put(path, text);
        }
      } catch (CharacterCodingException e) {
        skip(path + ": is not UTF-8 text");
      }
    }

    /** Bytes that are thrown away count too: an archive may unpack to very much. */
    private final class Counted extends java.io.OutputStream {
      private long seen;

      @Override
      public void write(int value) {
        seen++;
      }

      @Override
      public void write(byte[] buffer, int from, int length) {
        seen += length;
        if (bytes + seen > settings.archiveBytes()) {
          throw tooLarge();
        }
      }
    }

    private void count(long more) {
      bytes += more;
      if (bytes > settings.archiveBytes()) {
        throw tooLarge();
      }
    }

    private RulebookException tooLarge() {
      return new RulebookException(
          Reason.IMPORT_TOO_LARGE, (settings.archiveBytes() >> 20) + " MB");
    }

    private void skip(String what) {
      if (skipped.size() < LISTED) {
        skipped.add(what);
      }
    }

    RuleArchive result() {
      if (rules.isEmpty() && files == 0) {
        throw new RulebookException(Reason.IMPORT_UNREADABLE, "no files");
      }
      List<RuleText> texts = new ArrayList<>();
      rules.forEach((path, text) ->
          texts.add(
              new RuleText(
                  path,
                  text,
                  tests.getOrDefault(path.substring(0, path.lastIndexOf('.')), ""),
                  RuleInfo.Origin.EXTERNAL)));
      return new RuleArchive(texts, skipped);
    }
  }
}
