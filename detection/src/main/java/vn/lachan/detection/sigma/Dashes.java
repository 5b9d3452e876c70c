package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Modifier {@code windash}: a dash that begins an option may be any of five characters. Only dashes
 * between a non-word and a word character are options; the one in {@code a-b} is not.
 */
final class Dashes {
  private static final List<String> ALL = List.of("-", "/", "\u2013", "\u2014", "\u2015");
  private static final Pattern OPTION =
      Pattern.compile("\\B[-/\u2013\u2014\u2015]\\b", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int MAX_VARIANTS = 5 * 5 * 5 * 5 * 5;

  static List<Draft> variants(Draft.Text text, Node node) {
    List<List<TextPattern.Token>> variants = new ArrayList<>(List.of(List.of()));
    for (TextPattern.Token token : text.pattern().tokens()) {
      List<TextPattern.Token> pieces =
          switch (token) {
            case TextPattern.Literal(String literal) -> pieces(literal);
            case TextPattern.Wildcard wildcard -> List.of(wildcard);
          };
      variants = extended(variants, pieces);
      if (variants.size() > MAX_VARIANTS) {
        throw new SigmaSyntaxException(node, "modifier windash: more than five options in a value");
      }
    }
    return variants.stream().<Draft>map(tokens -> text.respelled(new TextPattern(tokens))).toList();
  }

  private static List<TextPattern.Token> pieces(String literal) {
    return permutations(literal).stream().<TextPattern.Token>map(TextPattern.Literal::new).toList();
  }

  private static List<String> permutations(String literal) {
    Matcher matcher = OPTION.matcher(literal);
    List<String> heads = new ArrayList<>(List.of(""));
    int from = 0;
    while (matcher.find() && heads.size() <= MAX_VARIANTS) {
      String between = literal.substring(from, matcher.start());
      List<String> longer = new ArrayList<>();
      for (String head : heads) {
        ALL.forEach(dash -> longer.add(head + between + dash));
      }
      heads = longer;
      from = matcher.end();
    }
    String rest = literal.substring(from);
    return heads.stream().map(head -> head + rest).toList();
  }

  private static List<List<TextPattern.Token>> extended(
      List<List<TextPattern.Token>> heads, List<TextPattern.Token> pieces) {
    List<List<TextPattern.Token>> result = new ArrayList<>();
    for (List<TextPattern.Token> head : heads) {
      for (TextPattern.Token piece : pieces) {
        List<TextPattern.Token> longer = new ArrayList<>(head);
        longer.add(piece);
        result.add(longer);
      }
    }
    return result;
  }

  private Dashes() {}
}
