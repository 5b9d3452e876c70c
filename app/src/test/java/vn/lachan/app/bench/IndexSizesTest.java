package vn.lachan.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IndexSizesTest {

  @Test
  void printsWhatTheIndexTakesBesideTheBytesThatCameIn() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int code =
        new BenchCommand(Clock.systemUTC())
            .run(
                List.of("index-size", "--events", "1000", "--json"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                nowhere);
    JsonNode figures = JsonMapper.shared().readTree(out.toByteArray());

    assertThat(code).isZero();
    for (String mix : List.of("one_stop", "day", "json_22_fields")) {
      assertThat(figures.get(mix + "_raw_bytes").asInt()).isPositive();
      assertThat(figures.get(mix + "_merged_to_raw").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(figures.get(mix + "_hot_to_raw").asDouble());
      assertThat(figures.get(mix + "_merged_stored").asDouble()).isPositive();
    }
  }
}
