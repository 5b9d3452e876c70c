package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.detection.sigma.TextPattern.Wildcard;

/** Several patterns of which a text must fit one, sorted by how they are looked for. Immutable. */
final class TextSet {
  private static final int MANY = 16;

  private final boolean cased;
  private final Set<String> exact = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();
  private final List<String> suffixes = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private final List<Glob> globs = new ArrayList<>();
  private final List<String> globLiterals = new ArrayList<>();
  private final @Nullable GramIndex manyPieces;
  private boolean anything;

  TextSet(List<TextPattern> patterns, boolean cased) {
    this.cased = cased;
    patterns.forEach(this::add);
    this.manyPieces = pieces.size() >= MANY ? new GramIndex(pieces) : null;
  }

  private void add(TextPattern pattern) {
    List<TextPattern.Token> tokens = pattern.tokens();
    String literal = cased ? pattern.literalText() : Texts.fold(pattern.literalText());
    boolean open = !tokens.isEmpty() && tokens.getFirst() == Wildcard.ANY;
    boolean openEnd = !tokens.isEmpty() && tokens.getLast() == Wildcard.ANY;
    int inner = tokens.size() - (open ? 1 : 0) - (openEnd ? 1 : 0);
    if (open && tokens.size() == 1) {
      anything = true;
    } else if (!pattern.hasWildcards()) {
      exact.add(literal);
    } else if (inner == 1 && !literal.isEmpty()) {
      (open ? openEnd ? pieces : suffixes : prefixes).add(literal);
    } else {
      globs.add(new Glob(pattern, cased));
      globLiterals.add(Texts.fold(Glob.longestLiteral(tokens)));
    }
  }

  boolean cased() {
    return cased;
  }

  /** Whether {@code text}, folded unless the set is cased, fits. */
  boolean fits(String text) {
    if (anything || exact.contains(text)) {
      return true;
    }
    for (int i = 0; i < prefixes.size(); i++) {
      if (text.startsWith(prefixes.get(i))) {
        return true;
      }
    }
    for (int i = 0; i < suffixes.size(); i++) {
      if (text.endsWith(suffixes.get(i))) {
        return true;
      }
    }
    return holdsPiece(text) || fitsGlob(text);
  }

  private boolean holdsPiece(String text) {
    if (manyPieces != null) {
      return manyPieces.anyIn(text);
    }
    for (int i = 0; i < pieces.size(); i++) {
      if (text.contains(pieces.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean fitsGlob(String text) {
    for (int i = 0; i < globs.size(); i++) {
      if (globs.get(i).fits(text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the empty text fits as a value of its own. */
  boolean wantsEmpty() {
    return exact.contains("");
  }

  int cost() {
    return 2 + prefixes.size() + suffixes.size() + 4 * globs.size() + Math.min(pieces.size(), MANY);
  }

  /** Signs in a field. */
  @Nullable Witness witness(int slot, boolean common, Frequencies frequencies) {
    if (wantsEmpty()) {
      return null;
    }
    if (anything) {
      return Witness.present(slot, frequencies);
    }
    List<Witness> witnesses = new ArrayList<>();
    exact.forEach(
        text -> witnesses.add(Witness.exact(slot, Texts.fold(text), common, frequencies)));
    looseTexts().forEach(text -> witnesses.add(Witness.holds(slot, text, frequencies)));
    return Witness.either(witnesses);
  }

  /** Signs anywhere in the event. */
  @Nullable Witness witnessAnywhere(Frequencies frequencies) {
    List<@Nullable Witness> witnesses = new ArrayList<>();
    if (anything) {
      return null;
    }
    exact.forEach(text -> witnesses.add(Witness.anywhere(Texts.fold(text), frequencies)));
    looseTexts().forEach(text -> witnesses.add(Witness.anywhere(text, frequencies)));
    return Witness.either(witnesses);
  }

  private List<String> looseTexts() {
    List<String> texts = new ArrayList<>(globLiterals);
    prefixes.forEach(text -> texts.add(Texts.fold(text)));
    suffixes.forEach(text -> texts.add(Texts.fold(text)));
    pieces.forEach(text -> texts.add(Texts.fold(text)));
    return texts;
  }
}
