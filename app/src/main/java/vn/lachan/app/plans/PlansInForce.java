package vn.lachan.app.plans;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;
import vn.lachan.backup.plan.LevelDuty;
import vn.lachan.backup.plan.PlanChange;
import vn.lachan.backup.plan.PlanProblem;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;

/**
 * The backup plans that are carried out.
 *
 * <p>A change of the file that protects as much or more is in force at once. One that protects less
 * (see {@link PlanChange}) is held: the whole plan stays as it was until {@link #accept}. A file
 * with mistakes stops the start; later it changes nothing and its mistakes can be seen. Every
 * version that comes into force is in the audit trail. Safe for several threads.
 */
@Component
public class PlansInForce {
  private static final Logger LOG = LoggerFactory.getLogger(PlansInForce.class);
  private static final String GONE = digest("");

  /**
   * What there is at one moment.
   *
   * @param problems mistakes of the file as it stands now
   * @param held changes that wait for a second person
   */
  public record View(List<BackupPlan> plans, List<PlanProblem> problems, List<HeldChange> held) {
    public View {
      plans = List.copyOf(plans);
      problems = List.copyOf(problems);
      held = List.copyOf(held);
    }
  }

  private final AcceptedPlans accepted;
  private final FileAuditTrail trail;
  private final Registry registry;
  private final @Nullable Path file;
  private volatile View view = new View(List.of(), List.of(), List.of());
  private volatile Map<String, Instant> since = Map.of();
  private String text = "";

  PlansInForce(Settings settings, AcceptedPlans accepted, FileAuditTrail trail, Registry registry) {
    this.accepted = accepted;
    this.trail = trail;
    this.registry = registry;
    this.file = settings.backup().plans();
    read();
    if (!view.problems().isEmpty()) {
      throw new PlansRefusedException(view.problems());
    }
  }

  public View view() {
    return view;
  }

  /** All of them. */
  public List<BackupPlan> plans() {
    return view.plans();
  }

  public Optional<BackupPlan> plan(String id) {
    return plans().stream().filter(plan -> plan.id().equals(id)).findFirst();
  }

  /** What is owed to the plan's system because of its level, or that of the plan. */
  public LevelDuty duty(BackupPlan plan) {
    return LevelDuty.of(level(plan));
  }

  /** 1 to 5: the higher of the plan's own and its system's. */
  public int level(BackupPlan plan) {
    int system = registry.system(plan.system()).map(InformationSystem::level).orElse(1);
    return Math.max(plan.policy().level(), system);
  }

  /** When the plan was first known. */
  public Optional<Instant> since(String planId) {
    return Optional.ofNullable(since.get(planId));
  }

  /**
   * Reads the file again.
   *
   * @return whether anything of the view changed
   */
  public synchronized boolean read() {
    View before = view;
    if (file == null) {
      return false;
    }
    BackupPlans parsed;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
      parsed = BackupPlans.parse(file, text, CronTexts::problem);
    } catch (IOException e) {
      String reason = "không đọc được tệp: " + e.getClass().getSimpleName();
      parsed = new BackupPlans(List.of(), List.of(new PlanProblem(file, 0, reason)));
    }
    view =
        parsed.problems().isEmpty()
            ? decide(file, parsed)
            : new View(before.plans(), parsed.problems(), before.held());
    return !view.equals(before);
  }

  /**
   * Puts a held change into force.
   *
   * @param digest of the change that was agreed to
   * @return whether it was still the one that is held
   */
  public synchronized boolean accept(String planId, String digest, Actor by) {
    read();
    Optional<HeldChange> held =
        view.held().stream()
            .filter(change -> change.plan().equals(planId) && change.digest().equals(digest))
            .findFirst();
    if (held.isEmpty() || file == null) {
      return false;
    }
    if (digest.equals(GONE)) {
      tell(by, "backup.plan.remove", planId, held.get().unit(), digest);
      accepted.remove(planId);
    } else {
      tell(by, "backup.plan.accept", planId, held.get().unit(), digest);
      accepted.put(planId, digest, text, by.id());
    }
    read();
    return true;
  }

  private View decide(Path from, BackupPlans parsed) {
    Map<String, AcceptedPlans.Accepted> known = new TreeMap<>();
    accepted.all().forEach(row -> known.put(row.plan(), row));
    TreeSet<String> ids = new TreeSet<>(known.keySet());
    List<BackupPlan> inForce = new ArrayList<>();
    List<HeldChange> held = new ArrayList<>();
    for (BackupPlan plan : parsed.plans()) {
      ids.remove(plan.id());
      decide(from, known.get(plan.id()), plan, inForce, held);
    }
    for (String gone : ids) {
      before(from, known.get(gone))
          .ifPresent(plan -> {
            inForce.add(plan);
            held.add(
                new HeldChange(
                    gone, plan.unit(), GONE, PlanChange.weakenings(plan, Optional.empty())));
          });
    }
    Map<String, Instant> first = new TreeMap<>();
    accepted.all().forEach(row -> first.put(row.plan(), row.since()));
    since = first;
    return new View(inForce, List.of(), held);
  }

  private void decide(
      Path from,
      AcceptedPlans.@Nullable Accepted row,
      BackupPlan plan,
      List<BackupPlan> inForce,
      List<HeldChange> held) {
    String digest = digest(plan.toString());
    if (row != null && row.digest().equals(digest)) {
      inForce.add(plan);
      return;
    }
    Optional<BackupPlan> before = before(from, row);
    List<String> weakenings =
        before.map(old -> PlanChange.weakenings(old, Optional.of(plan))).orElse(List.of());
    if (before.isPresent() && !weakenings.isEmpty()) {
      inForce.add(before.get());
      held.add(new HeldChange(plan.id(), before.get().unit(), digest, weakenings));
      return;
    }
    tell(Actor.PLATFORM, "backup.plan.accept", plan.id(), plan.unit(), digest);
    accepted.put(plan.id(), digest, text, Actor.PLATFORM.id());
    inForce.add(plan);
  }

  /** The accepted version; empty when it cannot be read any more, which is said in the log. */
  private Optional<BackupPlan> before(Path from, AcceptedPlans.@Nullable Accepted row) {
    if (row == null) {
      return Optional.empty();
    }
    BackupPlans parsed = BackupPlans.parse(from, row.content(), CronTexts::problem);
    Optional<BackupPlan> plan = parsed.plan(row.plan());
    if (plan.isEmpty()) {
      LOG.warn("the accepted version of plan {} cannot be read: {}", row.plan(), parsed.problems());
    }
    return plan;
  }

  private void tell(Actor by, String action, String plan, String unit, String digest) {
    trail.append(new AuditEntry(by, action, "backup-plan:" + plan, unit, Map.of("digest", digest)));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
