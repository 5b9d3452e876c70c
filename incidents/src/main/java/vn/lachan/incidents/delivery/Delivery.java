package vn.lachan.incidents.delivery;

import vn.lachan.incidents.notice.Notice;

/**
 * One notice on its way to one recipient.
 *
 * @param about id of the reporting clock it is about; empty for none
 * @param attempts made so far, the one under way included
 */
record Delivery(
    String id, Channel channel, String recipient, int attempts, Notice notice, String about) {

  enum Channel {
    MAIL,
    WEBHOOK
  }

  enum State {
    WAITING,
    SENDING,
    SENT,
    /** Labels forbid it. */
    REFUSED,
    GIVEN_UP
  }
}
