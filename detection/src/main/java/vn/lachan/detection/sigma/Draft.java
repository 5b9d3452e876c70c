package vn.lachan.detection.sigma;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** A value on its way through the modifiers. */
sealed interface Draft {

  /** What it is, for messages. */
  String kind();

  /** What it asks of an event when no further modifier follows. */
  ValueTest test();

  /** How the text is laid out in bytes before it is encoded further. */
  enum Encoding {
    PLAIN,
    UTF16LE,
    UTF16BE,
    UTF16;

    byte[] bytes(String text) {
      return switch (this) {
        case PLAIN -> text.getBytes(StandardCharsets.UTF_8);
        case UTF16LE -> text.getBytes(StandardCharsets.UTF_16LE);
        case UTF16BE -> text.getBytes(StandardCharsets.UTF_16BE);
        case UTF16 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
      };
    }
  }

  static Text text(String written) {
    return new Text(TextPattern.parse(written), written, false, Encoding.PLAIN);
  }

  /**
   * Text.
   *
   * @param written as it stands in the rule; empty once a modifier has made another text of it
   */
  record Text(TextPattern pattern, String written, boolean cased, Encoding encoding)
      implements Draft {

    Text with(TextPattern changed) {
      return new Text(changed, written, cased, encoding);
    }

    /** Whether no modifier has changed it yet. */
    boolean isUntouched() {
      return !cased && encoding == Encoding.PLAIN && pattern.equals(TextPattern.parse(written));
    }

    Text caseSensitive() {
      return new Text(pattern, written, true, encoding);
    }

    Text in(Encoding other) {
      return new Text(pattern, written, cased, other);
    }

    /** The same text written in another way. */
    Text respelled(TextPattern other) {
      return new Text(other, "", cased, encoding);
    }

    /** Another text in place of this one. */
    Text replaced(TextPattern other) {
      return new Text(other, "", cased, Encoding.PLAIN);
    }

    @Override
    public String kind() {
      return "text";
    }

    @Override
    public ValueTest test() {
      TextPattern laidOut =
          switch (encoding) {
            case PLAIN -> pattern;
            case UTF16LE, UTF16BE -> pattern.mapLiterals(this::asCharacters);
            case UTF16 -> withMark(pattern.mapLiterals(this::asCharacters));
          };
      return new ValueTest.Text(laidOut, cased);
    }

    private String asCharacters(String literal) {
      Encoding each = encoding == Encoding.UTF16 ? Encoding.UTF16LE : encoding;
      return new String(each.bytes(literal), StandardCharsets.ISO_8859_1);
    }

    /** The byte order mark stands once, before the first piece of text. */
    private static TextPattern withMark(TextPattern laidOut) {
      List<TextPattern.Token> tokens = new ArrayList<>(laidOut.tokens());
      int at = 0;
      while (at < tokens.size() && tokens.get(at) instanceof TextPattern.Wildcard) {
        at++;
      }
      tokens.add(at, new TextPattern.Literal("\u00ff\u00fe"));
      return new TextPattern(tokens);
    }
  }

  /** A number. */
  record Numeric(BigDecimal value, String written) implements Draft {
    @Override
    public String kind() {
      return "a number";
    }

    @Override
    public ValueTest test() {
      return new ValueTest.Numeric(value, written);
    }
  }

  /** A truth value; YAML also reads {@code yes}, {@code off} and the like as one. */
  record Truth(boolean value, String written) implements Draft {
    @Override
    public String kind() {
      return "a truth value";
    }

    @Override
    public ValueTest test() {
      return new ValueTest.Bool(value);
    }
  }

  /** A regular expression whose flags are still being collected. */
  record Expression(String source, int flags, boolean atStart, boolean atEnd, Node node)
      implements Draft {

    Expression with(int flag) {
      return new Expression(source, flags | flag, atStart, atEnd, node);
    }

    Expression anchored(boolean start, boolean end) {
      return new Expression(source, flags, start, end, node);
    }

    @Override
    public String kind() {
      return "a regular expression";
    }

    @Override
    public ValueTest test() {
      String perl = (flags & Pattern.MULTILINE) == 0 ? PerlAnchors.spelledOut(source) : source;
      String text = atStart || atEnd ? "(?:" + perl + ")" : perl;
      text = atStart ? "\\A" + text : text;
      text = atEnd ? text + "\\z" : text;
      return new ValueTest.Regex(ModifierChain.compile(text, flags, node));
    }
  }

  /** The name of another field. */
  record Reference(String field, boolean startsWith, boolean endsWith, boolean cased)
      implements Draft {
    @Override
    public String kind() {
      return "a field reference";
    }

    @Override
    public ValueTest test() {
      return new ValueTest.SameAs(field, startsWith, endsWith, cased);
    }
  }

  /** Nothing can be changed any more. */
  record Done(ValueTest test) implements Draft {
    @Override
    public String kind() {
      return switch (test) {
        case ValueTest.Null _ -> "null";
        case ValueTest.Exists _ -> "the result of exists";
        case ValueTest.InNetwork _ -> "a network";
        case ValueTest.Compared _ -> "a comparison";
        case ValueTest.TimePart _ -> "a part of a time";
        case ValueTest.Text _ -> "text";
        case ValueTest.Regex _ -> "a regular expression";
        case ValueTest.Numeric _ -> "a number";
        case ValueTest.Bool _ -> "a truth value";
        case ValueTest.SameAs _ -> "a field reference";
      };
    }
  }
}
