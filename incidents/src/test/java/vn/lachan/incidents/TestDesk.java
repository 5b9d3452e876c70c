package vn.lachan.incidents;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import vn.lachan.audit.Actor;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.handling.GateFacts;
import vn.lachan.incidents.handling.Handovers;
import vn.lachan.incidents.handling.IncidentGrouping;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.measure.ResponseTimes;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.JdbcAlertQueue;
import vn.lachan.incidents.queue.QueueSettings;
import vn.lachan.incidents.sharing.Labels;
import vn.lachan.incidents.sharing.Observables;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.sharing.StateSecrets;
import vn.lachan.incidents.task.NewTask;
import vn.lachan.incidents.task.OrderSettings;
import vn.lachan.incidents.task.Orders;
import vn.lachan.incidents.task.Tasks;

/** Everything of this module on one database, and the people of the tests. */
public final class TestDesk {
  public static final Officer LAN =
      new Officer(
          new Actor("lan", "catinh", List.of(Officer.COORDINATOR)), OrganizationScope.PROVINCE);
  public static final Officer MINH =
      new Officer(new Actor("minh", "catinh", List.of("PHAN_TICH")), OrganizationScope.PROVINCE);

  /** Of commune 00001, sees nothing else. */
  public static final Officer HOA = member("hoa", "00001");

  /** Of commune 00002, sees nothing else. */
  public static final Officer TUAN = member("tuan", "00002");

  public static final String SNAPSHOT = "0123456789abcdef";

  public final MemoryAuditTrail audit = new MemoryAuditTrail();
  public final TestClock clock = new TestClock("2026-11-20T01:00:00Z");
  public final Set<String> closingReports = new HashSet<>();
  public final DataSource dataSource;
  public final Path folder;
  public final AlertQueue queue;
  public final EvidenceFiles evidence;
  public final Incidents incidents;
  public final IncidentGrouping grouping;
  public final ResponseTimes times;
  public final Tasks tasks;
  public final Orders orders;
  public final Handovers handovers;
  public final Notices notices;
  public final Sharing sharing;
  public final Labels labels;
  public final Observables observables;
  public final StateSecrets secrets;

  public TestDesk(DataSource dataSource, Path folder) {
    this.dataSource = dataSource;
    this.folder = folder;
    this.queue = new JdbcAlertQueue(dataSource, audit, clock, QueueSettings.DEFAULT);
    this.evidence = new EvidenceFiles(dataSource, audit, clock, folder, 1_000_000);
    this.incidents =
        new Incidents(
            dataSource,
            audit,
            clock,
            LegalProfiles.bundled(),
            evidence,
            new GateFacts() {
              @Override
              public boolean closingReportIssued(String incidentId) {
                return closingReports.contains(incidentId);
              }

              @Override
              public boolean backupPointVerified(String reference) {
                return reference.equals(SNAPSHOT);
              }
            });
    this.grouping =
        new IncidentGrouping(
            dataSource, audit, clock, QueueSettings.DEFAULT, IncidentGrouping.Settings.DEFAULT);
    this.times = new ResponseTimes(dataSource, 1_000);
    this.tasks = new Tasks(dataSource, audit, clock);
    this.orders =
        new Orders(
            dataSource,
            tasks,
            audit,
            clock,
            unit -> Map.of("00001", "motcua", "motcua", "catinh").getOrDefault(unit, ""),
            OrderSettings.DEFAULT);
    this.handovers = new Handovers(dataSource, audit, clock);
    this.notices = new Notices(dataSource, clock);
    this.sharing = new Sharing(dataSource, audit);
    this.labels = new Labels(dataSource, audit, clock);
    this.observables = new Observables(dataSource, audit, clock);
    this.secrets = new StateSecrets(dataSource, audit, clock);
  }

  private static Officer member(String name, String unit) {
    return new Officer(
        new Actor(name, unit, List.of("VAN_HANH")), OrganizationScope.units(Set.of(unit)));
  }

  /** An alert of commune {@code organization} that happened and was seen now. */
  public Alert alert(String id, String rule, String entity, String organization) {
    return alert(id, rule, entity, organization, Level.HIGH, clock.instant());
  }

  public Alert alert(
      String id, String rule, String entity, String organization, Level level, Instant at) {
    return new Alert(
        id,
        rule,
        "0123456789ab",
        "Đăng nhập sai nhiều lần (" + rule + ")",
        level,
        "14 lần đăng nhập sai rồi thành công tại Tuyên Quang",
        at,
        at.plusSeconds(2),
        organization,
        entity,
        "dvc.motcua",
        List.of("attack.t1110"),
        Map.of("user.name", entity),
        List.of("e-" + id + "-1", "e-" + id + "-2"));
  }

  /** An incident of the province, made by {@link #LAN}. */
  public String incident() {
    return incidents.create(
        LAN,
        new NewIncident(
            "Mã độc tống tiền tại một cửa",
            Category.MH,
            Severity.M2,
            clock.instant(),
            "",
            List.of("motcua"),
            List.of(),
            null));
  }

  public NewTask task(String incidentId, String unit) {
    return new NewTask(
        incidentId, null, null, "Cô lập máy chủ", "Rút cáp mạng", unit, true, null, List.of());
  }
}
