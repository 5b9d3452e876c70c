package vn.lachan.incidents.delivery;

/** What came of an attempt to send something. {@code reason} is for people, without addresses. */
public sealed interface Posted {

  /** The other side took it. */
  record Taken(String answer) implements Posted {}

  /** It was surely not taken; trying later may help. */
  record NotNow(String reason) implements Posted {}

  /** The other side does not want it; trying again does not help. */
  record Refused(String reason) implements Posted {}

  /** The connection broke in the middle: nobody knows whether it was taken. */
  record Broken(String reason) implements Posted {}
}
