package vn.lachan.reports.draft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.Actor;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.store.Transactions;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.IssuedReport;
import vn.lachan.reports.Reports;

/**
 * Signs forms in steps that survive a crash between any two of them:
 *
 * <ol>
 *   <li>the intent with the id of the report is a row; from now on nobody edits the form
 *   <li>the PDF is made, signed and laid down under that id
 *   <li>its digest is in the audit trail, then it is issued
 *   <li>whoever cares hears of it (reporting duties are marked)
 *   <li>the row says that the form is signed
 * </ol>
 *
 * Each step finds what it did before and does it no second time. When signing fails, rather than
 * the process, before the document is laid down, the intent is taken back.
 */
final class FormSigning {
  private static final Logger LOG = LoggerFactory.getLogger(FormSigning.class);
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  /** Whoever takes longer to sign is no longer there. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Transactions transactions;
  private final Reports reports;
  private final Optional<PdfSealer> sealer;
  private final Function<FilledForm, byte[]> document;
  private final DraftTrail trail;
  private final WhenSigned listener;
  private final Clock clock;

  /**
   * @param document makes the PDF, signed where there is a key
   */
  FormSigning(
      Transactions transactions,
      Reports reports,
      Optional<PdfSealer> sealer,
      Function<FilledForm, byte[]> document,
      DraftTrail trail,
      WhenSigned listener,
      Clock clock) {
    this.transactions = transactions;
    this.reports = reports;
    this.sealer = sealer;
    this.document = document;
    this.trail = trail;
    this.listener = listener;
    this.clock = clock;
  }

  FormDraft sign(
      Actor by, String id, long expected, boolean withBlanks, @Nullable Set<String> clocks) {
    intend(by, id, expected, withBlanks, clocks);
    try {
      return finish(id);
    } catch (RuntimeException e) {
      takeBack(id);
      throw e;
    }
  }

  /** Finishes what processes that are gone began to sign; what fails again stays for later. */
  int resume() {
    Instant before = now().minus(PATIENCE);
    List<String> left = transactions.read(handle -> DraftRows.signingSince(handle, before));
    int finished = 0;
    for (String id : left) {
      try {
        finish(id);
        finished++;
      } catch (RuntimeException e) {
        LOG.warn("form {} cannot be signed to the end yet", id, e);
      }
    }
    return finished;
  }

  private void intend(
      Actor by, String id, long expected, boolean withBlanks, @Nullable Set<String> clocks) {
    Instant now = now();
    transactions.write(handle -> {
      FormDraft draft = DraftRows.require(handle, id);
      Optional<SigningIntent> begun = DraftRows.intent(handle, id);
      if (begun.isPresent() && begun.get().at().isBefore(now.minus(PATIENCE))) {
        return id;
      }
      requireOpen(draft, expected);
      if (!withBlanks && !draft.blanks().isEmpty()) {
        throw new BlankPlacesException(id, draft.blanks());
      }
      SigningIntent intent =
          new SigningIntent(by, now, UUID.randomUUID().toString(), level(), clocks);
      DraftRows.intend(handle, id, expected, intent);
      return id;
    });
  }

  private FormDraft finish(String id) {
    FormDraft draft = transactions.read(handle -> DraftRows.require(handle, id));
    Optional<SigningIntent> begun = transactions.read(handle -> DraftRows.intent(handle, id));
    if (begun.isEmpty()) {
      return draft;
    }
    SigningIntent intent = begun.get();
    FilledForm signed = draft.document().on(LocalDate.ofInstant(intent.at(), ZONE));
    AtomicReference<FormDraft.SignatureLevel> level = new AtomicReference<>(intent.level());
    IssuedReport report =
        reports.issue(
            intent.by(),
            intent.report(),
            intent.at(),
            signed,
            draft.subject(),
            draft.organization(),
            () -> {
              level.set(level());
              return document.apply(signed);
            });
    listener.signed(intent.by(), report, intent.clocks());
    return record(draft, intent, signed, report, level.get());
  }

  private FormDraft record(
      FormDraft draft,
      SigningIntent intent,
      FilledForm document,
      IssuedReport report,
      FormDraft.SignatureLevel level) {
    FormDraft after =
        new FormDraft(
            draft.id(),
            draft.subject(),
            draft.organization(),
            FormDraft.State.SIGNED,
            draft.version() + 1,
            draft.filled(),
            document,
            draft.createdAt(),
            draft.createdBy(),
            intent.at(),
            intent.by().id(),
            new FormDraft.Signed(
                intent.at(), intent.by().id(), report.id(), report.sha256(), level));
    return transactions.write(handle -> {
      if (DraftRows.intent(handle, draft.id()).isEmpty()) {
        return DraftRows.require(handle, draft.id());
      }
      DraftRows.update(handle, after);
      trail.signed(intent.by(), after, report, level, draft.blanks().size());
      return after;
    });
  }

  /** Nothing was made: the form is a draft again, as it was. */
  private void takeBack(String id) {
    transactions.write(handle -> {
      Optional<SigningIntent> intent = DraftRows.intent(handle, id);
      if (intent.isPresent() && reports.archive().prepared(intent.get().report()).isEmpty()) {
        DraftRows.takeBack(handle, id);
      }
      return id;
    });
  }

  FormDraft.SignatureLevel level() {
    return sealer
        .map(key ->
            key.stampsTime() ? FormDraft.SignatureLevel.PADES_T : FormDraft.SignatureLevel.PADES_B)
        .orElse(FormDraft.SignatureLevel.NONE);
  }

  /**
   * @throws IllegalTransitionException when it is signed, or being signed
   * @throws StaleVersionException when somebody changed it since version {@code expected}
   */
  static void requireOpen(FormDraft draft, long expected) {
    if (draft.state() != FormDraft.State.DRAFT) {
      throw new IllegalTransitionException(
          "form " + draft.id(), draft.state(), FormDraft.State.DRAFT);
    }
    if (draft.version() != expected) {
      throw new StaleVersionException("form " + draft.id(), expected, draft.version());
    }
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
