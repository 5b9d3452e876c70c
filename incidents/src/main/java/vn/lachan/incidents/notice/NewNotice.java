package vn.lachan.incidents.notice;

import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.notice.Notice.Kind;
import vn.lachan.incidents.notice.Notice.Recipient;

/**
 * A notice to give.
 *
 * @param key telling twice with the same key tells once
 * @param subject one line without personal data
 * @param link a path of the screens
 * @param about id of the reporting clock it is about; empty for none
 */
public record NewNotice(
    String key,
    Kind kind,
    Recipient to,
    String subject,
    String link,
    @Nullable String incidentId,
    String about) {

  private static final int LONGEST = 300;

  /** About no clock. */
  public NewNotice(
      String key,
      Kind kind,
      Recipient to,
      String subject,
      String link,
      @Nullable String incidentId) {
    this(key, kind, to, subject, link, incidentId, "");
  }

  public NewNotice {
    subject = subject.strip().replaceAll("\\p{Cntrl}+", " ");
    if (subject.length() > LONGEST) {
      subject = subject.substring(0, LONGEST - 1) + "…";
    }
    if (subject.isEmpty() || key.isBlank()) {
      throw new IllegalArgumentException("a notice has a key and a subject");
    }
  }
}
