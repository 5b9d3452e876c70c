package vn.lachan.events;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.jspecify.annotations.Nullable;

/** Puts each word without its accents beside it, at the same position. */
final class LucenePlainForms extends TokenFilter {
  private final CharTermAttribute word = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private @Nullable String plain;

  LucenePlainForms(TokenStream words) {
    super(words);
  }

  @Override
  public boolean incrementToken() throws IOException {
    String beside = plain;
    if (beside != null) {
      plain = null;
      word.setEmpty().append(beside); // the other attributes are still those of the word
      step.setPositionIncrement(0);
      return true;
    }
    if (!input.incrementToken()) {
      return false;
    }
    plain = withoutAccents();
    return true;
  }

  private @Nullable String withoutAccents() {
    char[] buffer = word.buffer();
    for (int i = 0; i < word.length(); i++) {
      if (buffer[i] >= 0x80) {
        String accented = word.toString();
        String other = Folding.withoutAccents(accented);
        return other.equals(accented) || other.isEmpty() ? null : other;
      }
    }
    return null;
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    plain = null;
  }
}
