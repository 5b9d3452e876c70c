package vn.lachan.backup.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern over paths as restic's {@code --include} reads it, see {@code
 * docs/formats/backup-repository.md}.
 *
 * <p>Its parts are compared with the names of a path one by one: {@code *} is any characters of one
 * name, {@code ?} one of them, {@code [a-z]} and {@code [^a-z]} one of a set, a backslash takes the
 * next character as it is; {@code **} alone is any number of names. With a slash at the beginning
 * it is compared from the root on, else from any folder on. Who matches a folder matches all below
 * it. Bytes that are no text match {@code ?} and {@code *} only.
 */
final class PathPattern {

  private static final Pattern ANY_FOLDERS = Pattern.compile("\\*\\*");

  private final String text;
  private final boolean absolute;
  private final List<Pattern> parts;

  private PathPattern(String text, boolean absolute, List<Pattern> parts) {
    this.text = text;
    this.absolute = absolute;
    this.parts = parts;
  }

  /** What is wrong with {@code text}, in Vietnamese; empty when nothing is. */
  static Optional<String> problem(String text) {
    try {
      return of(text).parts.isEmpty() ? Optional.of("mẫu không có tên nào") : Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription());
    }
  }

  /**
   * @throws PatternSyntaxException when it is not well formed
   */
  static PathPattern of(String text) {
    List<Pattern> parts = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      if (part.equals("..")) {
        throw new PatternSyntaxException("không dùng .. trong mẫu", text, -1);
      }
      if (part.equals("**")) {
        parts.add(ANY_FOLDERS);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(Pattern.compile(expression(part), Pattern.DOTALL));
      }
    }
    return new PathPattern(text, text.startsWith("/"), parts);
  }

  /** One part as a regular expression, by the rules of Go's filepath.Match. */
  private static String expression(String part) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      switch (c) {
        case '*' -> expression.append(".*");
        case '?' -> expression.append('.');
        case '[' -> i = set(part, i, expression);
        case '\\' -> expression.append(literal(part, ++i));
        default -> expression.append(literal(part, i));
      }
      if (Character.isHighSurrogate(part.charAt(i)) && i + 1 < part.length()) {
        i++; // a character of two halves was taken whole
      }
    }
    return expression.toString();
  }

  private static int set(String part, int begin, StringBuilder expression) {
    int i = begin + 1;
    expression.append('[');
    if (i < part.length() && part.charAt(i) == '^') {
      expression.append('^');
      i++;
    }
    for (int members = 0; i < part.length(); members++) {
      if (part.charAt(i) == ']' && members > 0) {
        expression.append(']');
        return i;
      }
      i = member(part, i, expression);
      if (i + 1 < part.length() && part.charAt(i) == '-') {
        expression.append('-');
        i = member(part, i + 1, expression);
      }
    }
    throw new PatternSyntaxException("[ không có ] đóng lại", part, begin);
  }

  /** One character of a set; gives where the next begins. */
  private static int member(String part, int at, StringBuilder expression) {
    char c = part.charAt(at);
    if (c == '-' || c == ']') {
      throw new PatternSyntaxException("tập ký tự [...] viết sai", part, at);
    }
    int i = c == '\\' ? at + 1 : at;
    expression.append(literal(part, i));
    return i + Character.charCount(part.codePointAt(i));
  }

  private static String literal(String part, int at) {
    if (at >= part.length()) {
      throw new PatternSyntaxException("\\ ở cuối mẫu", part, part.length());
    }
    return "\\x{" + Integer.toHexString(part.codePointAt(at)) + "}";
  }

  /** The names of an absolute path, as patterns compare them. */
  static List<String> names(Path path) {
    String text = new String(RawName.bytesOf(path), StandardCharsets.UTF_8);
    return List.of(text.substring(1).split("/", -1));
  }

  /**
   * Whether it matches the path {@code names} or a folder above.
   *
   * @param root so many names are the folder of the source, below which a pattern without a slash
   *     at its beginning looks
   */
  boolean matches(List<String> names, int root) {
    for (int from = absolute ? 0 : root; from < names.size(); from++) {
      if (begins(parts, names.subList(from, names.size()))) {
        return true;
      }
      if (absolute) {
        return false;
      }
    }
    return false;
  }

  /** Whether {@code names} begin with what {@code parts} match. */
  private static boolean begins(List<Pattern> parts, List<String> names) {
    if (parts.isEmpty()) {
      return true;
    }
    List<Pattern> rest = parts.subList(1, parts.size());
    if (parts.getFirst() == ANY_FOLDERS) {
      for (int skipped = 0; skipped <= names.size(); skipped++) {
        if (begins(rest, names.subList(skipped, names.size()))) {
          return !names.isEmpty();
        }
      }
      return false;
    }
    return !names.isEmpty()
        && parts.getFirst().matcher(names.getFirst()).matches()
        && begins(rest, names.subList(1, names.size()));
  }

  /** Whether something below the folder {@code names} may match. */
  boolean leadsThrough(List<String> names) {
    if (!absolute) {
      return true;
    }
    for (int i = 0; i < Math.min(parts.size(), names.size()); i++) {
      if (parts.get(i) == ANY_FOLDERS) {
        return true;
      }
      if (!parts.get(i).matcher(names.get(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
