package vn.lachan.incidents.sharing;

/** Whether something may go where it is wanted. */
public sealed interface Ruling {

  /** It may. */
  record Allowed() implements Ruling {}

  /**
   * It may not.
   *
   * @param rule name of the rule, for example {@code TLP:RED/MAIL}, {@code PAP:AMBER/SERVICE} or
   *     {@code BMNN}
   * @param reason for people
   */
  record Refused(String rule, String reason) implements Ruling {}

  Ruling ALLOWED = new Allowed();
}
