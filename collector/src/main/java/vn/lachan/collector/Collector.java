package vn.lachan.collector;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the inputs together.
 *
 * <p>An input that cannot start does not keep the others from starting: it is tried again with
 * {@link #startMissing()} and shows its problem in {@link #health()}.
 */
public final class Collector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  private final List<Input> inputs;

  public Collector(List<? extends Input> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /** Starts every input; returns those that could not start, with the reason. */
  public List<InputException> start() {
    return startMissing();
  }

  /** Starts the inputs that do not run yet; returns those that could not start. */
  public synchronized List<InputException> startMissing() {
    List<InputException> failures = new ArrayList<>();
    for (Input input : inputs) {
      if (input.health().state() == InputHealth.State.NEW) {
        try {
          input.start();
          log.info("input {} listens on {}", input.name(), input.health().address());
        } catch (InputException e) {
          log.error("input {} cannot start: {}", input.name(), e.getMessage());
          failures.add(e);
        }
      }
    }
    return failures;
  }

  /** How each input is doing, in the order of the settings. */
  public List<InputHealth> health() {
    return inputs.stream().map(Input::health).toList();
  }

  /** Stops every input; what they had complete is handed over. */
  @Override
  public synchronized void close() {
    for (Input input : inputs) {
      input.close();
    }
  }
}
