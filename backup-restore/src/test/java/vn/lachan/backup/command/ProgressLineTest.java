package vn.lachan.backup.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.progress.Progress;

/** How far a task is, as a terminal, a program and a log file see it. */
class ProgressLineTest {

  private static final String ERASE = "\r\u001b[K";
  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(1234);
  private final AtomicInteger columns = new AtomicInteger(200);
  private final Progress progress = new Progress(nanos::get);

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private ProgressLine line(boolean json) {
    return new ProgressLine(progress, json, stream(out), stream(err), columns::get);
  }

  private void passed(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String told(String path) {
    progress.file(path, 0);
    err.reset();
    assertThat(line(false).tell()).isTrue();
    assertThat(complained()).startsWith(ERASE);
    return complained().substring(ERASE.length());
  }

  @Test
  void tellsFilesBytesRateAndTimeLeft() {
    progress.expect(4, 400 * MIB);
    progress.file("xã 1/hồ sơ.pdf", 100 * MIB);
    passed(Duration.ofSeconds(10));

    try (ProgressLine line = line(false)) {
      line.tell();
      assertThat(complained())
          .isEqualTo(ERASE + "25%  1 tệp  100.0 MiB  10.0 MiB/giây  còn 0:30  xã 1/hồ sơ.pdf");
      progress.trouble();
      passed(Duration.ofHours(1));
      line.tell();
      assertThat(complained()).contains("còn 3:00:30  1 tệp có vấn đề  xã 1/hồ sơ.pdf");
    }

    assertThat(complained()).as("goes away, and nothing moved down").endsWith(ERASE);
    assertThat(complained()).doesNotContain("\n");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void tellsNoShareWhenNobodyKnowsTheWhole() {
    passed(Duration.ofSeconds(4));

    assertThat(told("a")).isEqualTo("1 tệp  0 B  0 B/giây  a");
  }

  @Test
  void neverReachesTheLastColumn() {
    String apart = Normalizer.normalize("Tờ khai đăng ký khai sinh", Normalizer.Form.NFD);
    String path = "/srv/hồ sơ/xã 戶籍謄本/" + apart.repeat(4) + " 😀😀.pdf";
    passed(Duration.ofSeconds(1));
    for (int width = 1; width < 200; width++) {
      columns.set(width);
      String line = told(path);
      assertThat(Columns.of(line)).as("%d: %s", width, line).isLessThan(width);
    }
    columns.set(60);
    assertThat(told(path)).startsWith("200 tệp  0 B  0 B/giây  …").endsWith("khai sinh 😀😀.pdf");
    columns.set(12);
    assertThat(told(path)).isEqualTo("201 tệp  0…");
  }

  @Test
  void followsATerminalThatGetsNarrow() {
    passed(Duration.ofSeconds(1));
    assertThat(told("hồ sơ/tờ khai.xml")).isEqualTo("1 tệp  0 B  0 B/giây  hồ sơ/tờ khai.xml");
    columns.set(32);
    assertThat(told("hồ sơ/tờ khai.xml")).isEqualTo("2 tệp  0 B  0 B/giây  …khai.xml");
  }

  @Test
  void letsNoNameSteerTheTerminal() {
    assertThat(told("a\u001b[2J\nb\rc")).endsWith("  a?[2J?b?c");
  }

  @Test
  void saysNothingWhereNoTerminalIs() {
    columns.set(0);
    progress.file("a", 1);

    try (ProgressLine line = line(false)) {
      assertThat(line.tell()).as("nor asks again").isFalse();
    }

    assertThat(complained()).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void givesProgramsALineOfJsonWhereverItGoes() {
    columns.set(0);
    progress.expect(4, 400);
    progress.file("a\nb", 100);
    progress.trouble();
    passed(Duration.ofSeconds(10));

    try (ProgressLine line = line(true)) {
      assertThat(line.tell()).isTrue();
    }

    assertThat(complained()).isEmpty();
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said.lines()).hasSize(1);
    JsonNode status = new JsonMapper().readTree(said);
    assertThat(status.get("message_type").asString()).isEqualTo("status");
    assertThat(status.get("seconds_elapsed").asInt()).isEqualTo(10);
    assertThat(status.get("seconds_remaining").asInt()).isEqualTo(30);
    assertThat(status.get("percent_done").asDouble()).isEqualTo(0.25);
    assertThat(status.get("total_files").asInt()).isEqualTo(4);
    assertThat(status.get("files_done").asInt()).isEqualTo(1);
    assertThat(status.get("total_bytes").asInt()).isEqualTo(400);
    assertThat(status.get("bytes_done").asInt()).isEqualTo(100);
    assertThat(status.get("error_count").asInt()).isEqualTo(1);
  }
}
