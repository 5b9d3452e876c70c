package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import vn.lachan.playbooks.cacao.StepExtension;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Lets a step begin only when the people its extension asks for have agreed to exactly what would
 * be done. When the commands have become others since, they are asked anew.
 */
final class ApprovalGate {
  private final RunLedger ledger;
  private final StepText text;
  private final Duration longest;

  ApprovalGate(RunLedger ledger, StepText text, Duration longest) {
    this.ledger = ledger;
    this.text = text;
    this.longest = longest;
  }

  /** Whether the command the step is at may be carried out; when not, people have been asked. */
  boolean mayPass(Rows.Step row, WorkflowStep step) {
    if (step.common().extension().approval() == null) {
      return true;
    }
    List<StepText.Part> parts;
    try {
      parts = text.of(step);
    } catch (RenderException e) {
      ledger.fail(row, StepState.FAILED, String.valueOf(e.getMessage()));
      return false;
    }
    List<String> digests = parts.stream().map(part -> Digests.of(part.full())).toList();
    Rows.Consent consent = row.consent();
    int at = row.position();
    boolean same =
        consent != null
            && consent.granted()
            && at < consent.units().size()
            && consent.units().get(at).equals(digests.get(at));
    if (!same) {
      ask(row, step, parts, digests);
    }
    return same;
  }

  private void ask(
      Rows.Step row, WorkflowStep step, List<StepText.Part> parts, List<String> digests) {
    String shown = String.join("\n\n", parts.stream().map(StepText.Part::shown).toList());
    long timeout = step.common().timeoutMillis();
    Duration limit = timeout > 0 ? Duration.ofMillis(timeout) : longest;
    // The digest names the occurrence too: consent to one round of a loop is none to the next.
    String digest = Digests.of(row.id() + "\n" + row.position() + "\n" + shown);
    Rows.Step waiting =
        row.asking(row.agent(), null, shown, row.attempt())
            .agreeing(new Rows.Consent(digest, digests, false))
            .in(StepState.WAITING_APPROVAL, ledger.now().plus(limit));
    ledger.update(waiting, "chờ phê duyệt");
  }

  /** Looks what people decided; false while nothing changes. */
  boolean look(Rows.Step row, WorkflowStep step) {
    StepExtension.Approval approval = step.common().extension().approval();
    Rows.Consent consent = row.consent();
    if (approval == null || consent == null) {
      ledger.fail(row, StepState.FAILED, "Bước không chờ phê duyệt nào.");
      return true;
    }
    List<Rows.Decision> decisions = ledger.decisions(row);
    for (Rows.Decision decision : decisions) {
      if (!decision.agreed()) {
        ledger.fail(
            row,
            StepState.FAILED,
            "Bị từ chối bởi " + decision.person() + ": " + decision.reason());
        return true;
      }
    }
    if (decisions.size() >= approval.count()) {
      Rows.Step granted =
          row.startedAgain(ledger.now())
              .agreeing(new Rows.Consent(consent.shown(), consent.units(), true))
              .in(StepState.PENDING, null);
      ledger.update(
          granted,
          "đồng ý: " + String.join(", ", decisions.stream().map(Rows.Decision::person).toList()));
      return true;
    }
    Instant until = Objects.requireNonNull(row.wakeAt());
    boolean over = ledger.now().isAfter(until);
    if (over) {
      ledger.fail(row, StepState.TIMED_OUT, "Hết thời gian chờ phê duyệt.");
    }
    return over;
  }
}
