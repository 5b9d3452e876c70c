package vn.lachan.backup.hash;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which engine hashes in this process.
 *
 * <p>It is the JDK's until so much was hashed that a trial pays. Then a thread of its own proves
 * the engine with many lanes against the JDK on messages of random lengths, runs it until the
 * compiler has seen it, measures both for about {@link Limits#measureMillis}, and only when it is
 * clearly faster is it used from then on; never back. Where the module {@code jdk.incubator.vector}
 * is not there, the JDK's stays, and a line in the log says so. Safe for several threads.
 */
public final class HashEngines {

  /**
   * When and how long to try.
   *
   * @param trialAfterBytes hashed by the JDK before the trial begins
   * @param warmUpMillis CPU time after which an engine that is still slow is given up
   * @param measureMillis CPU time of the measurement
   * @param clearlyFaster so many times as fast as the JDK the engine must be
   */
  public record Limits(
      long trialAfterBytes, long warmUpMillis, long measureMillis, double clearlyFaster) {

    public static final Limits DEFAULT = new Limits(48L << 20, 4000, 100, 1.3);

    public Limits {
      if (trialAfterBytes < 0 || warmUpMillis < 1 || measureMillis < 1 || clearlyFaster < 1) {
        throw new IllegalArgumentException("limits of the trial of hash engines make no sense");
      }
    }
  }

  /**
   * What the trial found.
   *
   * @param jdk megabytes per CPU second of the JDK's engine; 0 before the trial
   * @param vector the same of the engine with many lanes; 0 when it was not tried
   */
  public record Trial(String chosen, double jdk, double vector, String reason) {}

  private static final HashEngines OF_PROCESS =
      new HashEngines(Limits.DEFAULT, () -> new VectorHashEngine(1));

  private static final int MESSAGE = 64 * 1024;

  private final Limits limits;
  private final Supplier<HashEngine> candidate;
  private final AtomicLong hashed = new AtomicLong();
  private final HashEngine jdk = new JdkHashEngine();
  private volatile HashEngine engine = jdk;
  private volatile Trial trial = new Trial(jdk.name(), 0, 0, "not tried yet");
  private @Nullable CompletableFuture<HashEngine> trying;

  HashEngines(Limits limits, Supplier<HashEngine> candidate) {
    this.limits = limits;
    this.candidate = candidate;
  }

  /** The choice for this process: what its processor and its JVM can do does not change. */
  public static HashEngines ofProcess() {
    return OF_PROCESS;
  }

  /** The engine to use now. */
  public HashEngine engine() {
    return engine;
  }

  /** The engine to use for {@code bytes}, which count towards the beginning of the trial. */
  public HashEngine engineFor(long bytes) {
    if (hashed.addAndGet(bytes) >= limits.trialAfterBytes()) {
      var _ = begin();
    }
    return engine;
  }

  /** Has the trial done now, if it was not, and returns what came of it. */
  public Trial tried() {
    var _ = begin().join();
    return trial;
  }

  /** What is known now. */
  public Trial trial() {
    return trial;
  }

  private synchronized CompletableFuture<HashEngine> begin() {
    CompletableFuture<HashEngine> running = trying;
    if (running == null) {
      CompletableFuture<HashEngine> begun = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("hash-trial").start(() -> begun.complete(choose()));
      trying = begun;
      running = begun;
    }
    return running;
  }

  private HashEngine choose() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return stay("the module jdk.incubator.vector is missing", 0, 0);
    }
    try {
      HashEngine many = candidate.get();
      Optional<String> fault = fault(many, new Random());
      if (fault.isPresent()) {
        return stay(fault.get(), 0, 0);
      }
      return measure(many);
    } catch (LinkageError | RuntimeException e) {
      return stay("it does not run here: " + e, 0, 0);
    }
  }

  private HashEngine measure(HashEngine many) {
    Sample sample = new Sample(many);
    sample.warmUp();
    double jdkRate = sample.rate(jdk, limits.measureMillis() / 2);
    double manyRate = sample.rate(many, limits.measureMillis() / 2);
    if (manyRate < limits.clearlyFaster() * jdkRate) {
      return stay("it is not clearly faster", jdkRate, manyRate);
    }
    HashEngine chosen =
        many instanceof VectorHashEngine
            ? new VectorHashEngine(many.lanes() * jdkRate / manyRate)
            : many;
    trial = new Trial(chosen.name(), jdkRate, manyRate, "proven and faster");
    engine = chosen;
    log()
        .info(
            "hashing with {}: {} MB per CPU second, JDK {}",
            chosen.name(),
            Math.round(manyRate),
            Math.round(jdkRate));
    return chosen;
  }

  private HashEngine stay(String reason, double jdkRate, double manyRate) {
    trial = new Trial(jdk.name(), jdkRate, manyRate, reason);
    log().info("hashing with {}; not with many lanes, because {}", jdk.name(), reason);
    return jdk;
  }

  /**
   * Compares {@code engine} with the JDK on messages of random lengths, whole and in parts; returns
   * what differs.
   */
  static Optional<String> fault(HashEngine engine, Random random) {
    List<HashJob> jobs = new ArrayList<>();
    List<HashJob> expected = new ArrayList<>();
    List<HashJob> parts = new ArrayList<>();
    for (int i = 0; i < 3 * engine.lanes() + 5; i++) {
      byte[] content = new byte[random.nextInt(i % 3 == 0 ? 200 : 5000)];
      random.nextBytes(content);
      expected.add(HashJob.whole(content, 0, content.length));
      if (engine.takesParts() && i % 2 == 1) {
        HashJob.Progress progress = new HashJob.Progress();
        int cut = content.length / 2 / HashJob.BLOCK * HashJob.BLOCK;
        parts.add(HashJob.part(content, 0, cut, progress));
        jobs.add(HashJob.end(content, cut, content.length - cut, progress));
      } else {
        jobs.add(HashJob.whole(content, 0, content.length));
      }
    }
    engine.hash(parts);
    engine.hash(jobs);
    new JdkHashEngine().hash(expected);
    for (int i = 0; i < jobs.size(); i++) {
      if (!Arrays.equals(jobs.get(i).digest(), expected.get(i).digest())) {
        return Optional.of(
            engine.name() + " gives another digest for " + expected.get(i).length + " bytes");
      }
    }
    return Optional.empty();
  }

  /** As many equally long messages as there are lanes. */
  private final class Sample {
    private final HashEngine many;
    private final byte[] content;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    Sample(HashEngine many) {
      this.many = many;
      this.content = new byte[many.lanes() * MESSAGE];
      new Random(1).nextBytes(content);
    }

    /** Until it is faster than the JDK three times running, or the time is over. */
    void warmUp() {
      long end = threads.getCurrentThreadCpuTime() + limits.warmUpMillis() * 1_000_000;
      int good = 0;
      while (good < 3 && threads.getCurrentThreadCpuTime() < end) {
        double alone = rate(jdk, 1);
        good = rate(many, 1) > 1.5 * limits.clearlyFaster() * alone ? good + 1 : 0;
      }
    }

    /** Megabytes per CPU second, over at least {@code millis}. */
    double rate(HashEngine engine, long millis) {
      long began = threads.getCurrentThreadCpuTime();
      long bytes = 0;
      long took;
      do {
        List<HashJob> jobs = new ArrayList<>();
        for (int i = 0; i < many.lanes(); i++) {
          jobs.add(HashJob.whole(content, i * MESSAGE, MESSAGE));
        }
        engine.hash(jobs);
        bytes += content.length;
        took = threads.getCurrentThreadCpuTime() - began;
      } while (took < millis * 1_000_000);
      return bytes * 1e3 / took;
    }
  }

  /**
   * Asked for only when there is something to say: finding the log is a tenth of a short command.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(HashEngines.class);
  }
}
