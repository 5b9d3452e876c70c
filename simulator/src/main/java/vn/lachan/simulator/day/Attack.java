package vn.lachan.simulator.day;

/**
 * Something an attacker does.
 *
 * @param id short id
 * @param name what it is, in Vietnamese
 * @param useCase the {@code use_case} of the rule that should find it
 * @param script what happens
 */
record Attack(String id, String name, String useCase, Script script) {

  /** The events of an attack. */
  interface Script {
    void play(Stage stage);
  }
}
