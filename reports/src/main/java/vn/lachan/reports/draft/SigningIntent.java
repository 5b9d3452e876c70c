package vn.lachan.reports.draft;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;

/**
 * That somebody signs a form: written down before the document is made, so that whatever happens
 * afterwards leads to this one document.
 *
 * @param report id the issued report will have
 * @param level of the signature that is configured then
 * @param clocks the duties the form is meant to answer; null for all that name it
 */
record SigningIntent(
    Actor by,
    Instant at,
    String report,
    FormDraft.SignatureLevel level,
    @Nullable Set<String> clocks) {
  SigningIntent {
    clocks = clocks == null ? null : Set.copyOf(clocks);
  }
}
