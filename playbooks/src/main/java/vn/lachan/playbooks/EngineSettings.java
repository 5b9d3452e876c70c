package vn.lachan.playbooks;

import java.time.Duration;
import java.util.Set;

/**
 * Limits of the engine.
 *
 * @param node name of this process; unique among those that share the database, and the same after
 *     a restart
 * @param lease how long a process may be silent before another takes its runs; longer than {@code
 *     httpTimeout}
 * @param maxSteps steps of one run, those of loops counted each time
 * @param maxIterations rounds of one while step
 * @param maxRunTime how long a run may take
 * @param manualTimeout how long a manual step without a timeout of its own may take
 * @param httpTimeout how long one call may take
 * @param maxAttempts how often a call that may be repeated is tried
 * @param pause how long a call waits that the other side could not take just now; doubled each time
 * @param maxOutputBytes largest answer of a call
 * @param allowedHosts hosts that may be called, as {@code host} or {@code host:port}; none by
 *     default, then every call fails
 * @param maxDepth how many playbooks may call each other, one below the other
 * @param approvalTimeout how long people may take to agree to a step without a timeout of its own
 * @param workers how many runs work on the database at the same time
 * @param inHand how many runs are moved on at the same time, those that wait for an answer too
 */
public record EngineSettings(
    String node,
    Duration lease,
    int maxSteps,
    int maxIterations,
    Duration maxRunTime,
    Duration manualTimeout,
    Duration httpTimeout,
    int maxAttempts,
    Duration pause,
    int maxOutputBytes,
    Set<String> allowedHosts,
    int maxDepth,
    Duration approvalTimeout,
    int workers,
    int inHand) {

  public static final EngineSettings DEFAULT =
      new EngineSettings(
          "local",
          Duration.ofMinutes(5),
          1000,
          100,
          Duration.ofDays(90),
          Duration.ofDays(7),
          Duration.ofSeconds(30),
          3,
          Duration.ofSeconds(20),
          64 * 1024,
          Set.of(),
          5,
          Duration.ofDays(7),
          4,
          64);

  public EngineSettings {
    allowedHosts = Set.copyOf(allowedHosts);
    if (lease.compareTo(httpTimeout) <= 0) {
      throw new IllegalArgumentException("the lease must be longer than a call may take");
    }
    if (maxSteps < 1 || maxIterations < 1 || maxAttempts < 1 || maxOutputBytes < 1) {
      throw new IllegalArgumentException("limits of the engine are positive");
    }
    if (maxDepth < 1 || workers < 1 || inHand < workers) {
      throw new IllegalArgumentException("limits of the engine are positive");
    }
    if (!approvalTimeout.isPositive() || !pause.isPositive()) {
      throw new IllegalArgumentException("limits of the engine are positive");
    }
  }

  /** With the standard bounds of approval, depth and workers. */
  public EngineSettings(
      String node,
      Duration lease,
      int maxSteps,
      int maxIterations,
      Duration maxRunTime,
      Duration manualTimeout,
      Duration httpTimeout,
      int maxAttempts,
      int maxOutputBytes,
      Set<String> allowedHosts) {
    this(
        node,
        lease,
        maxSteps,
        maxIterations,
        maxRunTime,
        manualTimeout,
        httpTimeout,
        maxAttempts,
        DEFAULT.pause(),
        maxOutputBytes,
        allowedHosts,
        DEFAULT.maxDepth(),
        DEFAULT.approvalTimeout(),
        DEFAULT.workers(),
        DEFAULT.inHand());
  }

  /** With other bounds of depth, approval and workers. */
  public EngineSettings within(int depth, Duration approval, int atOnce) {
    return new EngineSettings(
        node,
        lease,
        maxSteps,
        maxIterations,
        maxRunTime,
        manualTimeout,
        httpTimeout,
        maxAttempts,
        pause,
        maxOutputBytes,
        allowedHosts,
        depth,
        approval,
        atOnce,
        Math.max(atOnce, inHand));
  }

  /** For the process of that name, which has at most so many runs in hand. */
  public EngineSettings as(String name, int most) {
    return new EngineSettings(
        name,
        lease,
        maxSteps,
        maxIterations,
        maxRunTime,
        manualTimeout,
        httpTimeout,
        maxAttempts,
        pause,
        maxOutputBytes,
        allowedHosts,
        maxDepth,
        approvalTimeout,
        workers,
        Math.max(workers, most));
  }

  public EngineSettings allowing(String... hosts) {
    return new EngineSettings(
        node,
        lease,
        maxSteps,
        maxIterations,
        maxRunTime,
        manualTimeout,
        httpTimeout,
        maxAttempts,
        pause,
        maxOutputBytes,
        Set.of(hosts),
        maxDepth,
        approvalTimeout,
        workers,
        inHand);
  }
}
