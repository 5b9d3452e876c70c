package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import vn.lachan.incidents.store.Transactions;

/**
 * Takes and writes runs, those of several workers in one transaction. Each run is checked by its
 * own fence: one that was lost does not touch the others.
 */
final class GroupedRuns {
  /** Runs of one transaction. */
  private static final int MOST = 64;

  private final Transactions transactions;
  private final RunReader reader;
  private final Together<Wanted, Optional<Rows.Held>> taking;
  private final Together<Decided, Optional<Rows.Wishes>> writing;

  /** A lease that is wanted. */
  private record Wanted(String runId, String node, Instant now, Duration lease) {}

  /** What was decided about one run. */
  private record Decided(Rows.Run run, Changes changes, RunStore.Hold hold) {}

  GroupedRuns(Transactions transactions, RunReader reader) {
    this.transactions = transactions;
    this.reader = reader;
    this.taking = new Together<>(MOST, this::take);
    this.writing = new Together<>(MOST, this::write);
  }

  Optional<Rows.Held> take(String runId, String node, Instant now, Duration lease) {
    return taking.ask(new Wanted(runId, node, now, lease));
  }

  /** Empty when somebody else holds the run now. */
  Optional<Rows.Wishes> write(Rows.Run run, Changes changes, RunStore.Hold hold) {
    return writing.ask(new Decided(run, changes, hold));
  }

  private List<Optional<Rows.Held>> take(List<Wanted> all) {
    return transactions.write(handle -> {
      List<String> taken = new ArrayList<>();
      int[] counts = takeLeases(handle, all);
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          taken.add(all.get(i).runId());
        }
      }
      Map<String, Rows.Held> held = taken.isEmpty() ? Map.of() : reader.held(handle, taken);
      List<Optional<Rows.Held>> answers = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        answers.add(
            counts[i] > 0 ? Optional.ofNullable(held.get(all.get(i).runId())) : Optional.empty());
      }
      return answers;
    });
  }

  private static int[] takeLeases(Handle handle, List<Wanted> all) {
    try (PreparedBatch batch =
        handle.prepareBatch(
            "update playbook_run set lease_owner = :node, lease_until = :until,"
                + " fence = fence + 1, signalled = false, wake_at = :now where id = :id"
                + " and state in "
                + JdbcRunStore.OPEN
                + " and (lease_until is null or lease_until < :now)")) {
      for (Wanted one : all) {
        batch
            .bind("node", one.node())
            .bind("until", one.now().plus(one.lease()))
            .bind("id", one.runId())
            .bind("now", one.now())
            .add();
      }
      return batch.execute();
    }
  }

  private List<Optional<Rows.Wishes>> write(List<Decided> all) {
    return transactions.write(handle -> {
      JdbcRunWriter writer = new JdbcRunWriter(handle);
      List<Decided> held = new ArrayList<>();
      for (Decided one : all.stream().sorted(Comparator.comparing(d -> d.run().id())).toList()) {
        if (writer.hold(one.run(), one.hold(), one.changes())) {
          held.add(one);
        }
      }
      if (!held.isEmpty()) {
        writer.write(held.stream().map(Decided::changes).toList());
      }
      Map<String, Rows.Wishes> wishes = new HashMap<>();
      List<String> ids = held.stream().map(one -> one.run().id()).toList();
      ids.forEach(id -> wishes.put(id, Rows.Wishes.NONE));
      wishes.putAll(reader.wishes(handle, ids));
      return all.stream().map(one -> Optional.ofNullable(wishes.get(one.run().id()))).toList();
    });
  }
}
