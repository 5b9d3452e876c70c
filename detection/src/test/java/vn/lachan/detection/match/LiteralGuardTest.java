package vn.lachan.detection.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralGuardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "abc ~ abc",
        "ABC.*defg ~ defg",
        "colou?r ~ colo",
        "ab*cd ~ cd",
        "ab+cde ~ cde",
        "ab{0,3}c ~ a",
        "ab{2}c ~ ab",
        "a|bcd ~ ``",
        "(abc|def)gh ~ gh",
        "(a(b)c)?xyz ~ xyz",
        "[]abc]+xy ~ xy",
        "[^]abc]xy ~ xy",
        "net\\s+user ~ user",
        "\\\\rpc_[0-9a-f]{2} ~ \\rpc_",
        "(?i)FOO\\.bar ~ foo.bar",
        "\\x41bc ~ ``",
        "\\Qa.b\\E ~ ``",
        "[[:alpha:]]xyz ~ ``",
        "\\d{3}-\\d{4} ~ -",
        "x{y ~ ``",
        "(a\\)b)cd ~ cd",
        "([)]x)cd ~ cd",
      })
  void findsTextThatEveryMatchHolds(String expression, String literal) {
    assertThat(LiteralGuard.of(expression)).isEqualTo(literal);
  }

  @Test
  void seesExpressionsThatOnlyAskForLength() {
    assertThat(LiteralGuard.minimumLength(".{1000,}")).isEqualTo(1000);
    assertThat(LiteralGuard.minimumLength("(.){200,}")).isEqualTo(200);
    assertThat(LiteralGuard.minimumLength("a.{1000,}")).isZero();
  }
}
