package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.events.Event;

class SelectionMatcherTest {
  private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

  @Test
  void describesTheEventsThatAnExemptionWouldHide() {
    SelectionMatcher matcher =
        matcher("{\"user.name\":\"scanner\",\"source.ip|cidr\":\"10.1.0.0/16\"}");
    assertThat(matcher.matches(event("scanner", "10.1.9.9"))).isTrue();
    assertThat(matcher.matches(event("scanner", "10.2.9.9"))).isFalse();
    assertThat(matcher.matches(event("lan", "10.1.9.9"))).isFalse();
  }

  @Test
  void takesAnEscapedStarAsAStar() {
    SelectionMatcher matcher = matcher("{\"user.name\":\"a\\\\*b\"}");
    assertThat(matcher.matches(event("a*b", "10.1.9.9"))).isTrue();
    assertThat(matcher.matches(event("axb", "10.1.9.9"))).isFalse();
  }

  private static SelectionMatcher matcher(String json) {
    return new SelectionMatcher((Selection.Usable) Selection.read(json, Map.of()), ZoneOffset.UTC);
  }

  private static Event event(String user, String ip) {
    return Event.builder("e1", NOW, NOW).set("user.name", user).set("source.ip", ip).build();
  }
}
