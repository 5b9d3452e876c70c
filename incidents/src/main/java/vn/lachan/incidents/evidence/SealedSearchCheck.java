package vn.lachan.incidents.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.store.Sha256;

/**
 * Reads a sealed search again, line by line, and names what is not as it was sealed. Needs no
 * platform. It cannot see that somebody made the whole file anew: that is what the signature of the
 * package is for.
 */
public final class SealedSearchCheck {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EVENT = "\",\"event\":";
  private static final String START = "{\"sha256\":\"";
  private static final int DIGEST = 64;
  private static final int MOST_PROBLEMS = 100;

  private final List<String> problems = new ArrayList<>();
  private final MessageDigest chain = Sha256.digest();
  private long events;

  private SealedSearchCheck() {}

  /**
   * What was found.
   *
   * @param events how many events are there
   * @param problems what is wrong, in Vietnamese with the number of the line; empty when nothing
   */
  public record Result(long events, List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Reads {@code content} to its end; does not close it. */
  public static Result check(InputStream content) throws IOException {
    return new SealedSearchCheck()
        .read(new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8)));
  }

  private Result read(BufferedReader lines) throws IOException {
    String head = lines.readLine();
    JsonNode said = node(head);
    if (said == null || !SealedSearchStream.KIND.equals(said.path("kind").asString(""))) {
      return new Result(0, List.of("dòng 1: không phải kết quả tìm kiếm đã niêm phong"));
    }
    if (said.path("version").asInt(0) != SealedSearchStream.VERSION) {
      return new Result(0, List.of("dòng 1: phiên bản định dạng không biết"));
    }
    long number = 1;
    String foot = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (foot != null) {
        problem(number, "còn dòng sau dòng cuối");
      } else if (line.startsWith(START)) {
        event(number, line);
      } else {
        foot = line;
      }
    }
    foot(number, foot, said.path("expected").asLong(-1));
    return new Result(events, problems);
  }

  private void event(long number, String line) {
    int text = START.length() + DIGEST + EVENT.length();
    if (line.length() <= text
        || !line.startsWith(EVENT, START.length() + DIGEST)
        || !line.endsWith("}")) {
      problem(number, "không đọc được");
      return;
    }
    events++;
    String digest = line.substring(START.length(), START.length() + DIGEST);
    chain.update((digest + "\n").getBytes(StandardCharsets.US_ASCII));
    String event = line.substring(text, line.length() - 1);
    if (!Sha256.hex(event.getBytes(StandardCharsets.UTF_8)).equals(digest)) {
      problem(number, "sự kiện khác với mã băm lúc niêm phong");
    }
  }

  private void foot(long number, @Nullable String foot, long expected) {
    JsonNode said = node(foot);
    if (said == null) {
      problem(number, "thiếu dòng cuối: tệp bị cắt");
      return;
    }
    if (said.path("events").asLong(-1) != events || expected != events) {
      problem(
          number,
          "có %d sự kiện, lúc niêm phong %d".formatted(events, said.path("events").asLong(-1)));
    }
    if (!said.path("chain").asString("").equals(HexFormat.of().formatHex(chain.digest()))) {
      problem(number, "mã băm của cả kết quả không khớp: có sự kiện bị thêm, bớt hoặc đổi chỗ");
    }
  }

  private void problem(long line, String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add("dòng " + line + ": " + what);
    }
  }

  private static @Nullable JsonNode node(@Nullable String line) {
    if (line == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(line);
      return node.isObject() ? node : null;
    } catch (JacksonException _) {
      return null;
    }
  }
}
