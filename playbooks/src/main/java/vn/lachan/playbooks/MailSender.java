package vn.lachan.playbooks;

import java.util.List;
import vn.lachan.incidents.delivery.Posted;
import vn.lachan.incidents.delivery.SmtpMail;

/** Sends plain mail. Safe for use by several threads. */
@FunctionalInterface
public interface MailSender {

  /** Where no mail server is known. */
  MailSender NONE = (_, _, _, _) -> new Sent.Refused("Chưa khai báo máy chủ thư.");

  /**
   * Sends one mail to all of {@code to}.
   *
   * @param key becomes the message id, so that a repetition can be told
   */
  Sent send(List<String> to, String subject, String text, String key);

  /** Sends over SMTP. */
  static MailSender over(SmtpMail mail) {
    return (to, subject, text, key) ->
        switch (mail.send(to, subject, text, "buoc-" + key.replaceAll("[^A-Za-z0-9._-]", "."))) {
          case Posted.Taken _ -> new Sent.Taken();
          case Posted.NotNow(String reason) -> new Sent.NotNow(reason);
          case Posted.Refused(String reason) -> new Sent.Refused(reason);
          case Posted.Broken(String reason) -> new Sent.Broken(reason);
        };
  }

  /** What came of it. */
  sealed interface Sent {
    /** The server took it for everybody. */
    record Taken() implements Sent {}

    /** It surely was not sent, and may be later; {@code reason} is for people. */
    record NotNow(String reason) implements Sent {}

    /** The server will never take it; {@code reason} is for people. */
    record Refused(String reason) implements Sent {}

    /** The connection broke: nobody knows whether it was taken. */
    record Broken(String reason) implements Sent {}
  }
}
