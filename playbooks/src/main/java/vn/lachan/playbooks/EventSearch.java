package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;

/** Searches the events of the platform for a step. Safe for use by several threads. */
public interface EventSearch {

  /** Where there is nothing to search in. */
  EventSearch NONE =
      new EventSearch() {
        @Override
        public Found rule(String rule, Instant from, Instant to, int limit) {
          return new Found.Refused("Nền tảng này không có kho sự kiện để tìm.");
        }

        @Override
        public Found query(String query, Instant from, Instant to, int limit) {
          return new Found.Refused("Nền tảng này không có kho sự kiện để tìm.");
        }
      };

  /**
   * Events that a Sigma rule finds.
   *
   * @param rule YAML
   * @param from the first moment
   * @param to the moment after the last
   * @param limit how many ids are wanted at most
   */
  Found rule(String rule, Instant from, Instant to, int limit) throws InterruptedException;

  /** Events that a query in the product's language finds; as {@link #rule}. */
  Found query(String query, Instant from, Instant to, int limit) throws InterruptedException;

  /** What was found. */
  sealed interface Found {
    /**
     * Events.
     *
     * @param count how many events fit
     * @param ids ids of the newest of them, newest first
     * @param complete whether the whole range was looked at
     */
    record Events(long count, List<String> ids, boolean complete) implements Found {
      public Events {
        ids = List.copyOf(ids);
      }
    }

    /** The rule or query cannot be read, or is too much; {@code reason} is for people. */
    record Refused(String reason) implements Found {}
  }
}
