package vn.lachan.playbooks;

import java.time.Duration;
import java.util.Optional;

/** A command with its values filled in, ready to be carried out. */
interface Prepared {

  /** For people and the record: without secrets. */
  String shown();

  /** All of it that was filled in, for comparing; secrets of the vault are not part of it. */
  String full();

  /** Whether doing it twice does what doing it once does, as far as its kind tells. */
  boolean repeatable();

  /** The host it would be sent to, for the labels of the incident; empty for none. */
  default Optional<String> host() {
    return Optional.empty();
  }

  /** Whether it changes something where it goes, as far as its kind tells. */
  default boolean changes() {
    return true;
  }

  /** Carries it out. */
  Outcome run(Attempt attempt) throws InterruptedException;

  /**
   * One attempt.
   *
   * @param key the same for every attempt of the same command
   * @param timeout how long it may take
   */
  record Attempt(String key, Duration timeout) {}
}
