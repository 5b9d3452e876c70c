package vn.lachan.backup.hash;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * SHA-256 of several messages side by side, one in each lane of the processor's widest registers.
 *
 * <p>One message is no faster than alone, rather slower, so the longest are given to the JDK when
 * the others would only wait for them. Needs the module {@code jdk.incubator.vector}.
 */
final class VectorHashEngine implements HashEngine {

  /** How many blocks the lanes run before any is looked at again. */
  private static final int MOST_BLOCKS = 512;

  private final int lanes;

  /** How many times as long one lane takes as the JDK for the same bytes. */
  private final double laneCost;

  VectorHashEngine(double laneCost) {
    this.lanes = VectorSha256.LANES;
    this.laneCost = laneCost;
  }

  @Override
  public String name() {
    return "SHA-256, " + lanes + " lanes";
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public boolean takesParts() {
    return true;
  }

  @Override
  public void hash(List<HashJob> jobs) {
    List<HashJob> longestFirst = new ArrayList<>(jobs);
    longestFirst.sort(Comparator.comparingInt((HashJob job) -> job.length).reversed());
    List<HashJob> alone = takeOut(longestFirst);
    if (!alone.isEmpty()) {
      MessageDigest digest = JdkHashEngine.newDigest();
      alone.forEach(job -> JdkHashEngine.hash(job, digest));
    }
    if (!longestFirst.isEmpty()) {
      new Lanes(longestFirst).run();
    }
  }

  /** Removes the jobs that are better done alone, so that the sum of the time is the least. */
  private List<HashJob> takeOut(List<HashJob> longestFirst) {
    double rest = longestFirst.stream().mapToDouble(job -> job.length).sum();
    List<HashJob> candidates =
        longestFirst.stream().filter(job -> job.last && job.begins()).toList();
    double aloneBytes = 0;
    double best = laneTime(longestFirst, 0, candidates, rest);
    int taken = 0;
    for (int i = 1; i <= candidates.size(); i++) {
      int length = candidates.get(i - 1).length;
      aloneBytes += length;
      rest -= length;
      double time = aloneBytes + laneTime(longestFirst, i, candidates, rest);
      if (time < best) {
        best = time;
        taken = i;
      }
    }
    List<HashJob> alone = candidates.subList(0, taken);
    longestFirst.removeAll(alone);
    return alone;
  }

  /** Time of the lanes in bytes of the JDK, when the first {@code without} candidates are gone. */
  private double laneTime(
      List<HashJob> longestFirst, int without, List<HashJob> candidates, double bytes) {
    double longest = without < candidates.size() ? candidates.get(without).length : 0;
    for (HashJob job : longestFirst) {
      if (!job.last || !job.begins()) {
        longest = Math.max(longest, job.length);
        break;
      }
    }
    return laneCost * Math.max(longest, bytes / lanes);
  }

  /** The lanes at work on one list of jobs. */
  private final class Lanes {
    private final List<HashJob> jobs;
    private final VectorSha256 core = new VectorSha256();
    private final byte[][] content = new byte[lanes][];
    private final int[] offsets = new int[lanes];
    private final int[] blocksLeft = new int[lanes];
    private final HashJob[] running = new HashJob[lanes];
    private final boolean[] inPadding = new boolean[lanes];
    private final byte[] idle = new byte[MOST_BLOCKS * HashJob.BLOCK];
    private int next;
    private int active;

    Lanes(List<HashJob> jobs) {
      this.jobs = jobs;
    }

    void run() {
      for (int lane = 0; lane < lanes; lane++) {
        refill(lane);
      }
      while (active > 0) {
        int blocks = MOST_BLOCKS;
        for (int lane = 0; lane < lanes; lane++) {
          if (blocksLeft[lane] > 0) {
            blocks = Math.min(blocks, blocksLeft[lane]);
          } else {
            offsets[lane] = 0;
          }
        }
        core.run(content, offsets, blocks);
        for (int lane = 0; lane < lanes; lane++) {
          if (blocksLeft[lane] > 0) {
            blocksLeft[lane] -= blocks;
            if (blocksLeft[lane] == 0) {
              goOn(lane);
            }
          }
        }
      }
    }

    /** The bytes of the lane are at their end: pad, or finish and take the next job. */
    private void goOn(int lane) {
      HashJob job = running[lane];
      if (job.last && !inPadding[lane]) {
        pad(lane, job);
      } else {
        core.store(lane, job.progress.state);
        job.progress.bytes += job.length;
        active--;
        refill(lane);
      }
    }

    private void refill(int lane) {
      while (next < jobs.size()) {
        HashJob job = jobs.get(next++);
        if (!job.last && job.length == 0) {
          continue;
        }
        active++;
        running[lane] = job;
        inPadding[lane] = false;
        core.load(lane, job.progress.state);
        content[lane] = job.content;
        offsets[lane] = job.offset;
        blocksLeft[lane] = job.length / HashJob.BLOCK;
        if (blocksLeft[lane] == 0) {
          pad(lane, job);
        }
        return;
      }
      content[lane] = idle;
      offsets[lane] = 0;
      blocksLeft[lane] = 0;
    }

    /** FIPS 180-4, 5.1.1: a one, zeros, and the length of the message in bits. */
    private void pad(int lane, HashJob job) {
      int rest = job.length % HashJob.BLOCK;
      int blocks = rest < HashJob.BLOCK - 8 ? 1 : 2;
      byte[] padded = new byte[blocks * HashJob.BLOCK];
      System.arraycopy(job.content, job.offset + job.length - rest, padded, 0, rest);
      padded[rest] = (byte) 0x80;
      long bits = 8 * (job.progress.bytes + job.length);
      for (int i = 0; i < 8; i++) {
        padded[padded.length - 1 - i] = (byte) (bits >>> (8 * i));
      }
      inPadding[lane] = true;
      content[lane] = padded;
      offsets[lane] = 0;
      blocksLeft[lane] = blocks;
    }
  }
}
