package vn.lachan.playbooks;

import java.util.List;

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

  /** What came of it. */
  sealed interface Sent {
    /** The server took it for everybody. */
    record Taken() implements Sent {}

    /** The server did not take it; {@code reason} is for people. */
    record Refused(String reason) implements Sent {}

    /** The connection broke: nobody knows whether it was taken. */
    record Broken(String reason) implements Sent {}
  }
}
