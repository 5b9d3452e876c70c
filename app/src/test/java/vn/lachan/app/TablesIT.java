package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertHistory;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.QueuedAlert;

/** Tables replaced while the platform runs, and a source that falls silent and comes back. */
@ExtendWith(SharedPlatform.class)
class TablesIT {
  private static final String WATCH = "0c4d1b52-9a8e-4f0c-8f1d-2e6f7a5b9d31";
  private static final String SILENT = "2bc86129-5c48-444d-b550-2a1ef8820dbc";
  private static final String HEADER = "type,value,list,reason,expires\n";

  private static HttpResponse<String> upload(
      TestPlatform.Person person, String table, String content, String note)
      throws IOException, InterruptedException {
    String mark = "a-table";
    String body =
        "--%s\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n%s\r\n".formatted(mark, note)
            + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n"
                .formatted(mark, table, content)
            + "--%s--\r\n".formatted(mark);
    return person.http(
        person
            .request("/api/tables/" + table)
            .header("Content-Type", "multipart/form-data; boundary=" + mark)
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build());
  }

  private static List<QueuedAlert> rows(String rule, String entity) {
    AlertFilter filter =
        new AlertFilter(
            Set.of(), Set.of(), null, rule, entity, null, "", AlertFilter.Sort.NEWEST, null, 50);
    return SharedPlatform.platform()
        .get(AlertQueue.class)
        .list(OrganizationScope.PROVINCE, filter)
        .items();
  }

  @Test
  void aTableIsReplacedRefusedAndPutBackWhileEventsFlow() throws Exception {
    TestPlatform platform = SharedPlatform.platform();
    TestPlatform.Person admin = platform.signedIn("quan.tri");
    assertThat(upload(platform.signedIn("phan.tich"), "watchlist.csv", HEADER, "").statusCode())
        .isEqualTo(403);

    HttpResponse<String> taken =
        upload(
            admin,
            "watchlist.csv",
            HEADER + "ip,198.51.100.0/24,A05,Máy chủ điều khiển,\n",
            "CV 12/A05");
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    platform.send("json", "{\"destination.ip\":\"198.51.100.77\",\"host.name\":\"may-1\"}\n");
    TestPlatform.await("the alert", () -> !rows(WATCH, "198.51.100.77").isEmpty());

    HttpResponse<String> refused =
        upload(admin, "watchlist.csv", HEADER + "ip,x,A05,b,\ntep,y,A05,b,\n", "");
    assertThat(refused.statusCode()).isEqualTo(422);
    JsonNode problems = JsonMapper.shared().readTree(refused.body()).get("problems");
    assertThat(problems.values().stream().map(it -> it.get("line").asInt())).containsExactly(2, 3);
    JsonNode versions = admin.json("/api/tables/watchlist.csv/versions");
    assertThat(versions.get(0).get("version").asInt()).isEqualTo(1);
    assertThat(versions.get(0).get("author").asString()).isEqualTo("quan.tri");
    assertThat(versions.get(0).get("note").asString()).isEqualTo("CV 12/A05");

    try (Visitor visitor = SharedPlatform.browser().visitor()) {
      visitor.signIn("quan.tri", TestPlatform.PASSWORD);
      visitor.go("/tables");
      visitor.see("table-table");
      visitor.row("watchlist.csv").click();
      visitor.see("version-1");
      visitor.picture("tables");
      assertThat(visitor.barriers()).isEmpty();
      assertThat(visitor.problems()).isEmpty();
    }

    HttpResponse<String> back =
        admin.post("/api/tables/watchlist.csv/rollback", Map.of("version", 0, "note", "thử xong"));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(admin.json("/api/tables/watchlist.csv/versions").size()).isEqualTo(3);
    platform.send("json", "{\"destination.ip\":\"198.51.100.78\"}\n");
    platform.awaitQuiet();
    assertThat(rows(WATCH, "198.51.100.78")).isEmpty();
    AuditFilter filter = new AuditFilter(Long.MAX_VALUE, 10, "table:watchlist", Optional.empty());
    assertThat(platform.get(FileAuditTrail.class).read(filter))
        .map(record -> record.entry().action())
        .containsExactly("table.rollback", "table.replace");
  }

  @Test
  void aSilentSourceIsOneAlertThatClosesWhenItSendsAgain() throws Exception {
    TestPlatform platform = SharedPlatform.platform();
    TestPlatform.await("the alert", () -> !rows(SILENT, SharedPlatform.QUIET).isEmpty());
    QueuedAlert row = rows(SILENT, SharedPlatform.QUIET).getLast();
    assertThat(row.organization()).isEqualTo(SharedPlatform.COMMUNE);
    AlertQueue queue = platform.get(AlertQueue.class);
    TestPlatform.await(
        "the source to be closed when it is back",
        () -> {
          send(platform);
          return queue.find(OrganizationScope.PROVINCE, row.id()).orElseThrow().state()
              == AlertState.DA_DONG;
        });
    assertThat(queue.history(OrganizationScope.PROVINCE, row.id()))
        .map(AlertHistory::note)
        .anyMatch(note -> note.contains("Nguồn Máy hay im gửi lại"));
    JsonNode sources = platform.signedIn("phan.tich").json("/api/sources");
    assertThat(sources.values().stream().map(it -> it.get("id").asString()))
        .contains(SharedPlatform.QUIET);
    TestPlatform.Person other = platform.signedIn("xa.hai");
    assertThat(other.get("/api/sources/outages").body()).doesNotContain("Máy hay im");
  }

  private static void send(TestPlatform platform) {
    try {
      platform.send(
          TestPlatform.TOKEN + "-" + SharedPlatform.QUIET,
          "{\"event.action\":\"con_day\"}\n".getBytes(StandardCharsets.UTF_8),
          Map.of());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
