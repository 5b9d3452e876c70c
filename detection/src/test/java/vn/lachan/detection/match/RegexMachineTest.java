package vn.lachan.detection.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegexMachineTest {
  private static final String[] PIECES = {
    "a",
    "b",
    "k",
    "S",
    "đ",
    "😀",
    ".",
    "\\d",
    "\\D",
    "\\s",
    "\\S",
    "\\w",
    "\\W",
    "[ab]",
    "[^a]",
    "[a-k\\d]",
    "[^\\w-]",
    "[\\W_]",
    "[^đ]",
    "[đ😀]",
    "[]a-]",
    "(?:ab|b)",
    "(a|)",
    "(?i:k|s)",
    "(?i)",
    "(?s:.)",
    "^",
    "$",
    "\\A",
    "\\z",
    "\\.",
    "\\n",
    "(?:\\n?\\z)",
    "\\b",
    "[[:alpha:]]",
    "x{2}"
  };
  private static final String[] REPEATS = {
    "", "", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"
  };
  private static final String LETTERS = "aabbkKsS1 _-.\n]đ😀\u017f\u212a\ud83d";

  private static String expression(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      text.append(piece);
      boolean repeats = !piece.equals("(?i)") && !"^$\\A\\z\\b".contains(piece);
      text.append(repeats ? REPEATS[random.nextInt(REPEATS.length)] : "");
      text.append(random.nextInt(8) == 0 ? "|" : "");
    }
    return text.toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static RegexMachine.Answer re2(Pattern pattern, String text) {
    return pattern.matcher(text).find() ? RegexMachine.Answer.FOUND : RegexMachine.Answer.NOT_FOUND;
  }

  @Test
  void findsWhatRe2Finds() {
    Random random = new Random(5);
    int known = 0;
    for (int round = 0; round < 6_000; round++) {
      Pattern pattern;
      try {
        int flags = random.nextInt(4) == 0 ? Pattern.CASE_INSENSITIVE : 0;
        pattern =
            Pattern.compile(
                expression(random), flags | (random.nextInt(4) == 0 ? Pattern.DOTALL : 0));
      } catch (PatternSyntaxException _) {
        continue;
      }
      RegexMachine machine = RegexMachine.of(pattern);
      if (machine != null) {
        known++;
        for (int i = 0; i < 12; i++) {
          String text = text(random);
          assertThat(machine.search(text))
              .as("%s flags %d in '%s'", pattern, pattern.flags(), text)
              .isEqualTo(re2(pattern, text));
        }
      }
    }
    assertThat(known).isGreaterThan(3_000);
  }

  @Test
  void leavesToRe2WhatItDoesNotKnow() {
    for (String source : new String[] {"\\bnet\\b", "(?m)^a$", "\\pL", "[[:digit:]]", "(?i)đ"}) {
      assertThat(RegexMachine.of(Pattern.compile(source))).as(source).isNull();
    }
    assertThat(RegexMachine.of(Pattern.compile("(?:a{900}){3}"))).isNull();
  }

  @Test
  void givesUpOnATextThatLeadsToTooManyStatesAndGoesOnWithTheNext() {
    RegexMachine machine = RegexMachine.of(Pattern.compile("a.{30}z"));
    assertThat(machine).isNotNull();
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 32_768; i++) {
      text.append("ab".charAt(random.nextInt(2)));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(machine.search(text.toString())).isEqualTo(RegexMachine.Answer.UNKNOWN);
      assertThat(machine.search("a" + "b".repeat(30) + "z")).isEqualTo(RegexMachine.Answer.FOUND);
      assertThat(machine.search("a" + "b".repeat(29) + "z"))
          .isEqualTo(RegexMachine.Answer.NOT_FOUND);
    }
  }
}
