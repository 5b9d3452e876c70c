package vn.lachan.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.evtx.EvtxItem;

class WinlogbeatLineTest {

  private static JsonNode line(Map<String, Object> fields) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(fields);
    return JsonMapper.shared().readTree(WinlogbeatLine.of(new EvtxItem.Event(4_608, 1, all)));
  }

  @Test
  void putsWhatTheSystemSaysWhereWinlogbeatPutsIt() {
    JsonNode line =
        line(
            Map.ofEntries(
                Map.entry("Provider_Name", "Microsoft-Windows-Security-Auditing"),
                Map.entry("EventID", 4_625L),
                Map.entry("Version", 0L),
                Map.entry("Level", 0L),
                Map.entry("Task", 12_544L),
                Map.entry("Opcode", 0L),
                Map.entry("Keywords", "0x8010000000000000"),
                Map.entry("TimeCreated", "2026-11-20T01:15:00.123456700Z"),
                Map.entry("EventRecordID", 21_475L),
                Map.entry("Execution_ProcessID", "640"),
                Map.entry("Execution_ThreadID", "8"),
                Map.entry("Security_UserID", "S-1-5-18"),
                Map.entry("Channel", "Security"),
                Map.entry("Computer", "MAY1"),
                Map.entry("TargetUserName", "lan")));

    assertThat(line)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"@timestamp":"2026-11-20T01:15:00.123456700Z","event":{"code":4625},
                     "log":{"level":"information"},
                     "winlog":{"channel":"Security","computer_name":"MAY1","event_id":4625,
                       "provider_name":"Microsoft-Windows-Security-Auditing","record_id":21475,"version":0,
                       "keywords":["Audit Failure"],"process":{"pid":"640","thread":{"id":"8"}},
                       "user":{"identifier":"S-1-5-18"},"event_data":{"TargetUserName":"lan"}}}
                    """));
  }

  @Test
  void numbersValuesWithoutAName() {
    JsonNode data =
        line(Map.of("Data", List.of("a", "b"), "Object Name", "C:\\a")).at("/winlog/event_data");

    assertThat(data.path("param1").asString()).isEqualTo("a");
    assertThat(data.path("param2").asString()).isEqualTo("b");
    assertThat(data.path("ObjectName").asString()).isEqualTo("C:\\a");
    assertThat(line(Map.of("Data", "a")).at("/winlog/event_data/param1").asString()).isEqualTo("a");
  }

  @Test
  void knowsOutcomesByTheirBitOnly() {
    assertThat(line(Map.of("Keywords", "0x8020000000000000")).at("/winlog/keywords/0").asString())
        .isEqualTo("Audit Success");
    assertThat(
            line(Map.of("Keywords", "0x8000000000000000")).at("/winlog/keywords").isMissingNode())
        .isTrue();
    assertThat(line(Map.of("Keywords", "Audit")).at("/winlog/keywords").isMissingNode()).isTrue();
  }
}
