package vn.lachan.detection.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import vn.lachan.registry.Network;

/**
 * The modifiers behind one field name, applied to its values in the order in which they stand.
 *
 * <p>A value begins as what YAML says it is and becomes what the modifiers make of it; a modifier
 * that does not fit what it gets is a mistake of the rule.
 */
final class ModifierChain {
  private final List<Modifier> modifiers;
  private final Placeholders placeholders;

  ModifierChain(List<Modifier> modifiers, Placeholders placeholders) {
    this.modifiers = List.copyOf(modifiers);
    this.placeholders = placeholders;
  }

  boolean has(Modifier modifier) {
    return modifiers.contains(modifier);
  }

  /** The tests of one value; one of them must pass. */
  List<ValueTest> tests(ScalarNode node) {
    List<Draft> current = new ArrayList<>();
    written(node).forEach(text -> current.add(draft(node, text)));
    List<Draft> done = current;
    for (Modifier modifier : modifiers) {
      List<Draft> next = new ArrayList<>();
      for (Draft draft : done) {
        next.addAll(apply(modifier, draft, node));
      }
      done = next;
    }
    List<ValueTest> tests = new ArrayList<>();
    for (Draft draft : done) {
      tests.add(draft.test());
      if (draft instanceof Draft.Truth(boolean value, String text)
          && !text.equalsIgnoreCase(String.valueOf(value))) {
        tests.add(Draft.text(text).test());
      }
    }
    return tests;
  }

  /** The value as it stands in the rule, or all that its placeholders make of it. */
  private List<String> written(ScalarNode node) {
    if (!has(Modifier.EXPAND)) {
      return List.of(node.getValue());
    }
    placeholders
        .unresolved(node.getValue())
        .ifPresent(name -> {
          throw new SigmaSyntaxException(
              node, "placeholder %" + name + "% (modifier expand) has no values here");
        });
    List<String> values =
        placeholders.expand(
            node.getValue(), has(Modifier.RE) ? ModifierChain::asExpression : value -> value);
    if (values.isEmpty()) {
      throw new SigmaSyntaxException(node, "modifier expand gives no or too many values");
    }
    return values;
  }

  /** What stands for a placeholder inside an expression: its text, and {@code .*} for {@code *}. */
  private static String asExpression(String value) {
    StringBuilder result = new StringBuilder();
    for (TextPattern.Token token : TextPattern.parse(value).tokens()) {
      result.append(
          switch (token) {
            case TextPattern.Literal(String text) -> Pattern.quote(text);
            case TextPattern.Wildcard wildcard -> wildcard == TextPattern.Wildcard.ANY ? ".*" : ".";
          });
    }
    return "(?:" + result + ")";
  }

  private static Draft draft(ScalarNode node, String written) {
    if (YamlNodes.isNull(node)) {
      return new Draft.Done(new ValueTest.Null());
    }
    if (YamlNodes.isBool(node)) {
      return new Draft.Truth(YamlNodes.bool(node, "the value"), written);
    }
    if (YamlNodes.isNumber(node)) {
      return switch (YamlNodes.value(node)) {
        case Integer value -> new Draft.Numeric(BigDecimal.valueOf(value), written);
        case Long value -> new Draft.Numeric(BigDecimal.valueOf(value), written);
        case BigInteger value -> new Draft.Numeric(new BigDecimal(value), written);
        case Double value when Double.isFinite(value) ->
            new Draft.Numeric(BigDecimal.valueOf(value), written);
        default -> Draft.text(written);
      };
    }
    YamlNodes.checkText(node);
    return Draft.text(written);
  }

  private static List<Draft> apply(Modifier modifier, Draft draft, Node node) {
    return switch (modifier) {
      case ALL, NEQ, EXPAND -> List.of(draft);
      case CONTAINS -> List.of(edges(modifier, draft, node, true, true));
      case STARTSWITH -> List.of(edges(modifier, draft, node, true, false));
      case ENDSWITH -> List.of(edges(modifier, draft, node, false, true));
      case CASED -> List.of(cased(draft, node));
      case WINDASH -> Dashes.variants(textual(modifier, draft, node), node);
      case BASE64 -> List.of(Encodings.base64(textual(modifier, draft, node), node));
      case BASE64_OFFSET -> Encodings.base64Offsets(textual(modifier, draft, node), node);
      case UTF16LE -> List.of(encoded(modifier, draft, node, Draft.Encoding.UTF16LE));
      case UTF16BE -> List.of(encoded(modifier, draft, node, Draft.Encoding.UTF16BE));
      case UTF16 -> List.of(encoded(modifier, draft, node, Draft.Encoding.UTF16));
      case RE -> List.of(expression(draft, node));
      case IGNORE_CASE, MULTILINE, DOT_ALL -> List.of(flagged(modifier, draft, node));
      case EXISTS -> List.of(exists(draft, node));
      case CIDR -> List.of(network(draft, node));
      case FIELDREF -> List.of(reference(draft, node));
      case LT, LTE, GT, GTE -> List.of(compared(modifier, draft, node));
      case MINUTE, HOUR, DAY, WEEK, MONTH, YEAR -> List.of(timePart(modifier, draft, node));
    };
  }

  private static Draft.Text textual(Modifier modifier, Draft draft, Node node) {
    return switch (draft) {
      case Draft.Text text -> text;
      case Draft.Numeric number -> Draft.text(number.written());
      case Draft _ -> throw misplaced(modifier, draft, node);
    };
  }

  private static Draft encoded(Modifier modifier, Draft draft, Node node, Draft.Encoding encoding) {
    Draft.Text text = textual(modifier, draft, node);
    if (text.encoding() != Draft.Encoding.PLAIN) {
      throw new SigmaSyntaxException(
          node, "modifier " + modifier.word() + ": the value is already encoded as UTF-16");
    }
    return text.in(encoding);
  }

  private static SigmaSyntaxException misplaced(Modifier modifier, Draft draft, Node node) {
    return new SigmaSyntaxException(
        node, "modifier " + modifier.word() + " cannot be applied to " + draft.kind());
  }

  private static Draft edges(
      Modifier modifier, Draft draft, Node node, boolean openEnd, boolean openStart) {
    return switch (draft) {
      case Draft.Expression expression -> expression.anchored(!openStart, !openEnd);
      case Draft.Reference reference ->
          new Draft.Reference(
              reference.field(),
              reference.startsWith() || openEnd,
              reference.endsWith() || openStart,
              reference.cased());
      case Draft other -> {
        Draft.Text text = textual(modifier, other, node);
        TextPattern pattern = text.pattern();
        pattern = openStart ? pattern.anythingBefore() : pattern;
        yield text.with(openEnd ? pattern.anythingAfter() : pattern);
      }
    };
  }

  private static Draft cased(Draft draft, Node node) {
    return switch (draft) {
      case Draft.Reference reference ->
          new Draft.Reference(
              reference.field(), reference.startsWith(), reference.endsWith(), true);
      case Draft other -> textual(Modifier.CASED, other, node).caseSensitive();
    };
  }

  private static Draft expression(Draft draft, Node node) {
    Draft.Text text = textual(Modifier.RE, draft, node);
    if (!text.isUntouched()) {
      throw new SigmaSyntaxException(node, "modifier re must be the first modifier");
    }
    return new Draft.Expression(text.written(), 0, false, false, node);
  }

  private static Draft flagged(Modifier modifier, Draft draft, Node node) {
    if (!(draft instanceof Draft.Expression expression)) {
      throw new SigmaSyntaxException(
          node, "modifier " + modifier.word() + " must stand behind modifier re");
    }
    int flag =
        modifier == Modifier.IGNORE_CASE
            ? Pattern.CASE_INSENSITIVE
            : modifier == Modifier.MULTILINE ? Pattern.MULTILINE : Pattern.DOTALL;
    return expression.with(flag);
  }

  private static Draft exists(Draft draft, Node node) {
    if (draft instanceof Draft.Truth(boolean expected, _)) {
      return new Draft.Done(new ValueTest.Exists(expected));
    }
    throw new SigmaSyntaxException(node, "modifier exists stands alone and wants true or false");
  }

  private static Draft network(Draft draft, Node node) {
    Draft.Text text = textual(Modifier.CIDR, draft, node);
    if (!text.isUntouched()) {
      throw new SigmaSyntaxException(node, "modifier cidr must be the first modifier");
    }
    try {
      return new Draft.Done(new ValueTest.InNetwork(Network.parse(text.written())));
    } catch (IllegalArgumentException e) {
      throw new SigmaSyntaxException(node, "modifier cidr: " + e.getMessage());
    }
  }

  private static Draft reference(Draft draft, Node node) {
    Draft.Text text = textual(Modifier.FIELDREF, draft, node);
    boolean asWritten = text.encoding() == Draft.Encoding.PLAIN && !text.written().isBlank();
    if (!asWritten || TextPattern.parse(text.written()).hasWildcards()) {
      throw new SigmaSyntaxException(node, "modifier fieldref wants the name of a field");
    }
    TextPattern pattern = text.pattern();
    boolean startsWith = pattern.tokens().getLast() == TextPattern.Wildcard.ANY;
    boolean endsWith = pattern.tokens().getFirst() == TextPattern.Wildcard.ANY;
    return new Draft.Reference(
        SelectionParser.fieldName(pattern.literalText()), startsWith, endsWith, text.cased());
  }

  private static Draft compared(Modifier modifier, Draft draft, Node node) {
    Comparison comparison = Comparison.valueOf(modifier.name());
    return switch (draft) {
      case Draft.Numeric(BigDecimal limit, _) ->
          new Draft.Done(new ValueTest.Compared(comparison, limit));
      case Draft.Done(ValueTest.TimePart(ValueTest.Part part, _, long limit)) ->
          new Draft.Done(new ValueTest.TimePart(part, comparison, limit));
      case Draft _ -> throw misplaced(modifier, draft, node);
    };
  }

  private static Draft timePart(Modifier modifier, Draft draft, Node node) {
    ValueTest.Part part = ValueTest.Part.valueOf(modifier.name());
    return switch (draft) {
      case Draft.Numeric(BigDecimal number, _) ->
          new Draft.Done(new ValueTest.TimePart(part, Comparison.EQ, whole(part, number, node)));
      case Draft.Done(ValueTest.Compared(Comparison comparison, BigDecimal limit)) ->
          new Draft.Done(new ValueTest.TimePart(part, comparison, whole(part, limit, node)));
      case Draft _ -> throw misplaced(modifier, draft, node);
    };
  }

  /** A number that the part of a time can be; another one would never or always fit. */
  private static long whole(ValueTest.Part part, BigDecimal number, Node node) {
    int least =
        switch (part) {
          case MINUTE, HOUR -> 0;
          case DAY, WEEK, MONTH -> 1;
          case YEAR -> -9999;
        };
    int most =
        switch (part) {
          case MINUTE -> 59;
          case HOUR -> 23;
          case DAY -> 31;
          case WEEK -> 53;
          case MONTH -> 12;
          case YEAR -> 9999;
        };
    boolean fits =
        number.stripTrailingZeros().scale() <= 0
            && number.compareTo(BigDecimal.valueOf(least)) >= 0
            && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    if (!fits) {
      throw new SigmaSyntaxException(
          node,
          "modifier "
              + part.name().toLowerCase(Locale.ROOT)
              + " wants a whole number from "
              + least
              + " to "
              + most);
    }
    return number.longValueExact();
  }

  /** Compiles an expression, or says why RE2 cannot run it. */
  static Pattern compile(String expression, int flags, Node node) {
    try {
      return Pattern.compile(expression, flags);
    } catch (PatternSyntaxException e) {
      throw new SigmaSyntaxException(
          node, "modifier re: expression is not supported by RE2: " + e.getMessage());
    }
  }
}
