package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcKeyTest {
  @Test
  void comesBackFromItsLines() {
    JdbcKey key =
        new JdbcKey(
            List.of(
                new BigDecimal("12345678901234567890.10"),
                OffsetDateTime.parse("2026-11-22T10:00:00.123456+07:00"),
                LocalDateTime.parse("2026-11-22T10:00:00.000001"),
                "Nguyễn,\n\\n văn"));
    assertThat(JdbcKey.fromLines(key.toLines())).isEqualTo(key);
    assertThat(key.toLines()).allMatch(line -> line.lines().count() == 1);
    assertThat(key.name())
        .isEqualTo(
            "12345678901234567890.10,2026-11-22T10:00:00.123456+07:00,2026-11-22T10:00:00.000001,"
                + "Nguyễn\\,\\n\\\\n văn");
  }

  @Test
  void refusesOtherLines() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcKey.fromLines(List.of("sequence 4")))
        .withMessageContaining("sequence 4");
  }
}
