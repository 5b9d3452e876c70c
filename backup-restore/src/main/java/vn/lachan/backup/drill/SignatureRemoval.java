package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes the signatures out of a copy, as somebody would who hides that a file was signed. */
final class SignatureRemoval {

  private static final Pattern XML =
      Pattern.compile("(?s)<((?:[A-Za-z][\\w.-]*:)?Signature)[\\s>].*</\\1\\s*>");

  private SignatureRemoval() {}

  /** Bytes are read as Latin-1, so that all others stay as they are. */
  static void remove(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".p7s") || name.endsWith(".p7m")) {
      Files.delete(file);
      return;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String without =
        name.endsWith(".xml")
            ? XML.matcher(text).replaceAll("")
            : text.replace("/ByteRange", "/ByteRangX").replace("/Sig", "/Sxg");
    Files.write(file, without.getBytes(StandardCharsets.ISO_8859_1));
  }
}
