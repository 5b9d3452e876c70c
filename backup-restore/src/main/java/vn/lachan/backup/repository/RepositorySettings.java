package vn.lachan.backup.repository;

import java.time.Duration;

/**
 * The limits and choices of one repository in use. None of them is part of the format.
 *
 * @param packBytes a pack is closed when it holds this much, 64 KiB to 128 MiB
 * @param openDataPacks pieces of files go at random to one of this many open packs, so that the
 *     order and size of packs tell less about known files (restic#5291) and their ids can be hashed
 *     side by side; each is held in memory
 * @param compressionLevel zstd level, 1 to 19
 * @param verifyBeforeWrite open and unzip every blob again before it is written and compare it with
 *     what was given; the only defence against bad memory and faulty compression, for about a tenth
 *     more work
 * @param indexBlobs an index file is written when it names this many blobs
 * @param indexInterval and at the latest after this time, so that a killed first backup need not
 *     begin anew
 * @param largestBlob a blob claiming to be larger, unpacked, is refused
 * @param largestDocument the same for an index, snapshot or lock
 * @param lock times of the lock protocol
 * @param newKeyCost how costly the password of a new key is to guess
 */
public record RepositorySettings(
    int packBytes,
    int openDataPacks,
    int compressionLevel,
    boolean verifyBeforeWrite,
    int indexBlobs,
    Duration indexInterval,
    int largestBlob,
    int largestDocument,
    LockTimes lock,
    ScryptParameters newKeyCost) {

  private static final int MIB = 1 << 20;

  public static final RepositorySettings DEFAULT =
      new RepositorySettings(
          16 * MIB,
          8,
          1,
          true,
          50_000,
          Duration.ofMinutes(10),
          512 * MIB,
          256 * MIB,
          LockTimes.DEFAULT,
          ScryptParameters.DEFAULT);

  public RepositorySettings {
    between("packBytes", packBytes, 64 * 1024, 128 * MIB);
    between("openDataPacks", openDataPacks, 1, 16);
    between("compressionLevel", compressionLevel, 1, 19);
    between("indexBlobs", indexBlobs, 1, 1_000_000);
    between("largestBlob", largestBlob, Chunker.LARGEST, Integer.MAX_VALUE);
    between("largestDocument", largestDocument, 1, Integer.MAX_VALUE);
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
    }
  }

  /** The same with another price of guessing the password. */
  public RepositorySettings withNewKeyCost(ScryptParameters cost) {
    return new RepositorySettings(
        packBytes,
        openDataPacks,
        compressionLevel,
        verifyBeforeWrite,
        indexBlobs,
        indexInterval,
        largestBlob,
        largestDocument,
        lock,
        cost);
  }

  /** The same with other times of locks. */
  public RepositorySettings withLock(LockTimes times) {
    return new RepositorySettings(
        packBytes,
        openDataPacks,
        compressionLevel,
        verifyBeforeWrite,
        indexBlobs,
        indexInterval,
        largestBlob,
        largestDocument,
        times,
        newKeyCost);
  }

  /** The same with packs of another size. */
  public RepositorySettings withPackBytes(int bytes) {
    return new RepositorySettings(
        bytes,
        openDataPacks,
        compressionLevel,
        verifyBeforeWrite,
        indexBlobs,
        indexInterval,
        largestBlob,
        largestDocument,
        lock,
        newKeyCost);
  }

  /** The same with or without the look before the write. */
  public RepositorySettings withVerifyBeforeWrite(boolean verify) {
    return new RepositorySettings(
        packBytes,
        openDataPacks,
        compressionLevel,
        verify,
        indexBlobs,
        indexInterval,
        largestBlob,
        largestDocument,
        lock,
        newKeyCost);
  }

  /**
   * Times of the lock protocol, restic's by default.
   *
   * @param settle wait between writing our lock and looking again for others
   * @param refresh how often a held lock is renewed
   * @param stale a lock not renewed for this long counts as abandoned
   * @param lost work stops when our own lock could not be renewed for this long; less than {@code
   *     stale}, so that we stop before anybody takes our lock for abandoned
   */
  public record LockTimes(Duration settle, Duration refresh, Duration stale, Duration lost) {

    public static final LockTimes DEFAULT =
        new LockTimes(
            Duration.ofMillis(200),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30).minus(Duration.ofSeconds(450)));

    public LockTimes {
      if (refresh.compareTo(lost) >= 0 || lost.compareTo(stale) >= 0) {
        throw new IllegalArgumentException("refresh < lost < stale does not hold");
      }
    }
  }
}
