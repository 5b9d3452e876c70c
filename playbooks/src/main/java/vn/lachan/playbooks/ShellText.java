package vn.lachan.playbooks;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills values into a line for a command interpreter so that they stay data.
 *
 * <p>Where a value lands, the quotes open there are taken into account. A command that would read a
 * value a second time, or in which it cannot be told from outside where a quote begins, is refused:
 * command substitution, here-documents, {@code eval}, a shell within the shell. What a program does
 * with a word that begins with a hyphen is up to who wrote the command.
 */
enum ShellText {
  POSIX('\\', "`|\\$[({'\"]|<<|\\beval\\b|\\b(?:ba|da|z|k)?sh\\s+(?:-\\S+\\s+)*-\\w*c\\b") {
    @Override
    String quoted(String value, char open) {
      String word = "'" + value.replace("'", "'\\''") + "'";
      return open == 0 ? word : open + word + open;
    }
  },
  POWERSHELL(
      '`',
      "\\$\\(|@['\"\u2018-\u201E]|<#|(?i:invoke-expression|\\biex\\b|-command\\b|-encodedcommand\\b"
          + "|::create\\b|expandstring|newscriptblock|\\b(?:powershell|pwsh|cmd)(?:\\.exe)?\\b)") {
    // PowerShell takes typographic quotes for quotes, also where they begin and end a string.
    @Override
    char quote(char c) {
      return switch (c) {
        case '\u2018', '\u2019', '\u201A', '\u201B' -> '\'';
        case '\u201C', '\u201D', '\u201E' -> '"';
        default -> c;
      };
    }

    @Override
    String quoted(String value, char open) {
      String literal = value.replaceAll("['\u2018\u2019\u201A\u201B]", "$0$0");
      return switch (open) {
        case '\'' -> literal;
        case '"' -> value.replaceAll("[`$\"\u201C\u201D\u201E]", "`$0");
        default -> "'" + literal + "'";
      };
    }
  };

  private static final Pattern USE = Pattern.compile("(__[A-Za-z][A-Za-z0-9_-]*?__):value");

  private final char escape;
  private final String twice;

  /**
   * A language.
   *
   * @param escape takes the meaning of the character after it
   * @param twice what would read a value a second time
   */
  ShellText(char escape, String twice) {
    this.escape = escape;
    this.twice = twice;
  }

  /** The quote that a character stands for; any other character stands for itself. */
  char quote(char c) {
    return c;
  }

  /** A value as it is written where the quote {@code open} is open; 0 when none is. */
  abstract String quoted(String value, char open);

  /**
   * {@code text} with every {@code __name__:value} replaced, in one pass.
   *
   * @throws RenderException when a value could become more than data
   */
  String fill(String text, UnaryOperator<String> values) {
    Matcher use = USE.matcher(text);
    if (!use.find()) {
      return text;
    }
    if (Pattern.compile(twice).matcher(text).find()) {
      throw new RenderException(
          "Không điền biến vào lệnh có thay thế lệnh, here-document, eval hoặc gọi shell khác.");
    }
    return new Filling(text, use, values).run();
  }

  /** One pass over a command; for one thread, used once. */
  private final class Filling {
    private final String text;
    private final Matcher use;
    private final UnaryOperator<String> values;
    private final StringBuilder out = new StringBuilder();
    private char open;
    private boolean comment;
    private boolean escaped;

    Filling(String text, Matcher use, UnaryOperator<String> values) {
      this.text = text;
      this.use = use;
      this.values = values;
    }

    String run() {
      int at = 0;
      while (at < text.length()) {
        if (use.region(at, text.length()).lookingAt()) {
          value(use.group(1));
          at = use.end();
        } else {
          step(at);
          out.append(text.charAt(at));
          at++;
        }
      }
      if (open != 0) {
        throw new RenderException("Lệnh có dấu nháy không đóng.");
      }
      return out.toString();
    }

    private void value(String name) {
      if (escaped || comment) {
        throw new RenderException(
            "Biến " + name + " đứng sau dấu thoát hoặc trong chú thích của lệnh.");
      }
      String value = values.apply(name);
      if (value.indexOf('\0') >= 0) {
        throw new RenderException("Giá trị của " + name + " có ký tự NUL.");
      }
      out.append(quoted(value, open));
    }

    /** Follows which quote is open behind the character at {@code at}. */
    private void step(int at) {
      char c = quote(text.charAt(at));
      if (comment) {
        comment = c != '\n';
      } else if (escaped) {
        escaped = false;
      } else if (c == escape && open != '\'') {
        escaped = true;
      } else if (open == 0 && (c == '\'' || c == '"')) {
        open = c;
      } else if (c == open) {
        open = 0;
      } else if (open == 0 && c == '#' && beginsWord(at)) {
        comment = true;
      }
    }

    private boolean beginsWord(int at) {
      return at == 0 || " \t\n;|&()".indexOf(text.charAt(at - 1)) >= 0;
    }
  }
}
