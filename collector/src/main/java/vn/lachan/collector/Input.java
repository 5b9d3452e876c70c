package vn.lachan.collector;

/** A way by which raw logs come in. Runs on threads of its own between start and close. */
public interface Input extends AutoCloseable {

  /** Name in the settings, unique among the inputs. */
  String name();

  /**
   * Begins to receive; returns when it does.
   *
   * @throws InputException when it cannot, for example because the port is taken
   */
  void start();

  /** How it is doing; may be asked at any time. */
  InputHealth health();

  /** Stops receiving, hands over what is complete, frees its port or files. Safe to call twice. */
  @Override
  void close();
}
