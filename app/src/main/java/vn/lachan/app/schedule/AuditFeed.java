package vn.lachan.app.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.wiring.OwnEvents;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditRecord;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.audit.Verification;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;
import vn.lachan.registry.UnitKind;

/**
 * Gives the rules what stands in the audit trail, so that those who guard are watched as well, and
 * tells every minute that the platform is alive. A record that is given twice is the same event.
 */
@Component
class AuditFeed {
  private static final Logger LOG = LoggerFactory.getLogger(AuditFeed.class);
  private static final int PAGE = 1000;

  private final FileAuditTrail trail;
  private final OwnEvents own;
  private final Path position;
  private final String province;
  private long told = -1;

  AuditFeed(FileAuditTrail trail, OwnEvents own, Settings settings, Registry registry) {
    this.trail = trail;
    this.own = own;
    this.position = settings.folder("audit-feed").resolve("position");
    this.province =
        registry.units().stream()
            .filter(unit -> unit.kind() == UnitKind.PROVINCE)
            .map(Unit::code)
            .findFirst()
            .orElse("");
  }

  /** Rules that wait for something that does not happen hear from here that time passes. */
  @Scheduled(initialDelay = 60_000, fixedRate = 60_000)
  void beat() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event.action", "nhip_tim");
    if (!province.isEmpty()) {
      fields.put("organization.id", province);
    }
    own.tell(OwnEvents.PLATFORM, fields);
  }

  /** Reads the whole trail; that is why not more often. */
  @Scheduled(initialDelay = 600_000, fixedRate = 3_600_000)
  void verify() {
    switch (trail.verify()) {
      case Verification.Intact _ -> {}
      case Verification.BrokenAt(long sequence, String reason) -> {
        LOG.error("the audit trail is broken at {}: {}", sequence, reason);
        own.tell(
            OwnEvents.AUDIT,
            Map.of(
                "event.action",
                "audit.verify",
                "event.outcome",
                "failure",
                "event.reason",
                reason,
                "lachan.audit.sequence",
                sequence));
      }
    }
  }

  @Scheduled(initialDelay = 5_000, fixedDelay = 5_000)
  void follow() {
    if (told < 0) {
      told = begin();
    }
    long before = told;
    for (AuditRecord record : news()) {
      if (!own.tell(OwnEvents.AUDIT, fields(record))) {
        break;
      }
      told = record.sequence();
    }
    if (told > before) {
      save();
    }
  }

  private List<AuditRecord> news() {
    List<AuditRecord> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    while (true) {
      List<AuditRecord> page = trail.read(new AuditFilter(before, PAGE, "", Optional.empty()));
      page.stream().filter(record -> record.sequence() > told).forEach(found::add);
      if (page.isEmpty() || page.getLast().sequence() <= told + 1) {
        return found.reversed();
      }
      before = page.getLast().sequence();
    }
  }

  private Map<String, Object> fields(AuditRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String subject = record.entry().subject();
    String action = record.entry().action();
    fields.put("@timestamp", record.at().toString());
    fields.put("event.id", "audit-" + record.sequence());
    fields.put("event.action", action);
    fields.put("event.outcome", action.endsWith(".refuse") ? "failure" : "success");
    fields.put("user.name", record.entry().actor().id());
    fields.put("user.roles", record.entry().actor().roles());
    fields.put("lachan.audit.sequence", record.sequence());
    fields.put("lachan.audit.subject", subject);
    fields.put("lachan.audit.kind", subject.substring(0, Math.max(0, subject.indexOf(':'))));
    fields.put("lachan.audit.organization", record.entry().organization());
    if (!province.isEmpty()) {
      fields.put("organization.id", province); // only the province sees the trail
    }
    record
        .entry()
        .detail()
        .forEach((key, value) -> fields.put("lachan.audit.detail." + key, value));
    return fields;
  }

  /** Where it stopped; a first start on an old trail tells its last page. */
  private long begin() {
    try {
      if (Files.exists(position)) {
        return Long.parseLong(Files.readString(position).strip());
      }
    } catch (IOException | NumberFormatException e) {
      LOG.warn("the position in the audit trail cannot be read; its last page is told again", e);
    }
    List<AuditRecord> newest = trail.read(AuditFilter.newest(PAGE));
    return newest.isEmpty() ? 0 : newest.getLast().sequence() - 1;
  }

  private void save() {
    try {
      Files.createDirectories(position.getParent());
      Path next = position.resolveSibling("position.new");
      Files.writeString(next, Long.toString(told));
      Files.move(
          next, position, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("the position in the audit trail cannot be kept; it will be told again", e);
    }
  }
}
