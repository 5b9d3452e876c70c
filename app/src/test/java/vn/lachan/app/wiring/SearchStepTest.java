package vn.lachan.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.events.Event;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.handling.GateFacts;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.task.Tasks;
import vn.lachan.playbooks.EngineSettings;
import vn.lachan.playbooks.EngineTools;
import vn.lachan.playbooks.Notices;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookLibrary;
import vn.lachan.playbooks.PlaybookRun;
import vn.lachan.playbooks.RemoteSettings;
import vn.lachan.playbooks.RunState;
import vn.lachan.playbooks.RunStep;
import vn.lachan.playbooks.SigningPolicy;
import vn.lachan.playbooks.StepState;
import vn.lachan.playbooks.vault.SecretVault;

/** Steps that run a Sigma rule and a query over the real event store. */
class SearchStepTest {
  private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");
  private static final Officer OFFICER =
      new Officer(
          new Actor("lan", "catinh", List.of(Officer.COORDINATOR)), OrganizationScope.PROVINCE);
  private static final String RULE =
      """
      title: đăng nhập hỏng
      id: r
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        s:
          event.action: dang_nhap
          event.outcome: failure
          user.name: __user__:value
        condition: s
      """;

  @TempDir Path folder;
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final LuceneEventStore events = LuceneEventStore.inMemory();
  private final HikariDataSource database = new HikariDataSource();
  private FileAuditTrail audit;

  @BeforeEach
  void fill() {
    database.setJdbcUrl(
        "jdbc:h2:mem:search;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
    audit = FileAuditTrail.open(folder.resolve("audit"), FileAuditTrail.Settings.DEFAULTS, clock);
    events.append(
        List.of(
            event("a", "lan*", "failure", NOW.minusSeconds(60)),
            event("b", "lan*", "failure", NOW.minusSeconds(50)),
            event("c", "lan*", "success", NOW.minusSeconds(40)),
            event("d", "lanh", "failure", NOW.minusSeconds(30)),
            event("e", "lan*", "failure", NOW.minusSeconds(200_000))));
    events.refresh();
  }

  @AfterEach
  void close() {
    events.close();
    audit.close();
    database.close();
  }

  private static Event event(String id, String user, String outcome, Instant at) {
    return Event.builder(id, at, at)
        .set("event.dataset", "dvc.motcua")
        .set("event.module", "dvc")
        .set("event.action", "dang_nhap")
        .set("event.outcome", outcome)
        .set("user.name", user)
        .build();
  }

  private static String playbook(String type, String text, String search) {
    String code = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return """
    {"type": "playbook", "spec_version": "cacao-2.0", "name": "tìm",
     "id": "playbook--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
     "created_by": "identity--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb",
     "created": "2025-01-01T00:00:00.000Z", "modified": "2025-01-01T00:00:00.000Z",
     "playbook_variables": {
       "__user__": {"type": "string", "external": true},
       "__login_count__": {"type": "integer"}, "__login_ids__": {"type": "string"}},
     "workflow_start": "start--1",
     "workflow": {
       "start--1": {"type": "start", "on_completion": "action--1"},
       "action--1": {"type": "action", "name": "tìm", "agent": "organization--1",
         "commands": [{"type": "%s", "command_b64": "%s"}],
         "out_args": ["__login_count__", "__login_ids__"],
         "step_extensions": {"extension-definition--74e0b66a-e25b-4aa0-8f1a-a5f52790f961":
           {"search": %s}},
         "on_completion": "if-condition--1"},
       "if-condition--1": {"type": "if-condition", "condition": "__login_count__:value >= 2",
         "on_true": "end--2", "on_completion": "end--1"},
       "end--1": {"type": "end"}, "end--2": {"type": "end", "name": "nhiều"}},
     "agent_definitions": {"organization--1": {"type": "organization", "name": "nền tảng"}}}
    """
        .formatted(type, code, search);
  }

  private PlaybookRun ran(String type, String text, String search, String user)
      throws InterruptedException {
    Incidents incidents =
        new Incidents(
            database,
            audit,
            clock,
            LegalProfiles.bundled(),
            new EvidenceFiles(database, audit, clock, folder.resolve("evidence"), 1000),
            new GateFacts() {
              @Override
              public boolean closingReportIssued(String incidentId) {
                return false;
              }

              @Override
              public boolean backupPointVerified(String reference) {
                return false;
              }
            });
    String incident =
        incidents.create(
            OFFICER,
            new NewIncident("tìm", Category.TC, Severity.M2, NOW, "", List.of(), List.of(), null));
    try (PlaybookEngine engine =
        new PlaybookEngine(
            database,
            audit,
            clock,
            PlaybookLibrary.of(List.of(playbook(type, text, search))),
            incidents,
            new Tasks(database, audit, clock),
            (_, _) -> Optional.of("00001"),
            EngineSettings.DEFAULT,
            SigningPolicy.NONE,
            new EngineTools(
                SecretVault.EMPTY,
                new StoredEventSearch(events, clock),
                RemoteSettings.NONE,
                Notices.NONE))) {
      String id =
          engine.start(
              OFFICER,
              incident,
              "playbook--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
              Map.of("__user__", user));
      engine.poll();
      return engine.find(OrganizationScope.PROVINCE, id).orElseThrow();
    }
  }

  private static RunStep search(PlaybookRun run) {
    return run.steps().stream()
        .filter(step -> step.stepId().equals("action--1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRuleFindsWhatFitsInTheLastDayAndAValueIsNoWildcard() throws InterruptedException {
    PlaybookRun run = ran("sigma", RULE, "{\"limit\": 10}", "lan*");
    assertThat(search(run).output()).startsWith("2 sự kiện").contains("b\na");
    assertThat(run.steps()).extracting(RunStep::name).contains("nhiều");
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aRuleThatCannotBeReadIsRefusedByName() throws InterruptedException {
    PlaybookRun run = ran("sigma", "title: __user__:value", "{}", "x");
    assertThat(search(run).state()).isEqualTo(StepState.FAILED);
    assertThat(search(run).output()).contains("không đọc được");
  }

  @Test
  void aQueryFindsWhatFitsInItsRangeAndAValueIsOnePhrase() throws InterruptedException {
    String search = "{\"from\": \"2026-11-17T00:00:00Z\", \"to\": \"2026-11-20T01:00:00Z\"}";
    PlaybookRun run =
        ran("elastic", "event.outcome:failure AND user.name:__user__:value", search, "lan*");
    assertThat(search(run).output()).startsWith("3 sự kiện");
    PlaybookRun attack =
        ran(
            "elastic",
            "event.outcome:failure AND user.name:__user__:value",
            search,
            "x\" OR user.name:\"lanh");
    assertThat(search(attack).output()).startsWith("0 sự kiện");
  }

  @Test
  void aQueryThatCannotBeReadIsRefused() throws InterruptedException {
    PlaybookRun run = ran("elastic", "user.name:(__user__:value", "{}", "x");
    assertThat(search(run).state()).isEqualTo(StepState.FAILED);
    assertThat(search(run).output()).contains("không đọc được");
  }
}
