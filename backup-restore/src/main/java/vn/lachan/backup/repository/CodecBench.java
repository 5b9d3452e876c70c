package vn.lachan.backup.repository;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What one thread does of each part of a backup alone, so that the whole can be compared with what
 * its parts allow.
 */
public final class CodecBench {

  private static final int BYTES = 8 << 20;
  private static final int SEED = 20261123;
  private static final long WARM_UP_NANOS = 400_000_000;
  private static final long MEASURE_NANOS = 200_000_000;
  private static final long POLYNOMIAL = 0x3DA3358B4DC173L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CodecBench() {}

  /** Megabytes a CPU second, by part. */
  public static Map<String, Long> run() {
    byte[] scans = new byte[BYTES];
    new Random(SEED).nextBytes(scans);
    byte[] rows = rows();
    SecureRandom random = new SecureRandom();
    Chunker chunker = new Chunker(POLYNOMIAL);
    byte[] sealed = new byte[BYTES + Envelope.OVERHEAD];
    Map<String, Long> rates = new LinkedHashMap<>();
    try (RepositoryKey key = RepositoryKey.random(random);
        ZstdCompressCtx zstd = new ZstdCompressCtx();
        BlobCodec codec = new BlobCodec(key, RepositorySettings.DEFAULT, random, true)) {
      zstd.setLevel(RepositorySettings.DEFAULT.compressionLevel());
      byte[] compressed = new byte[(int) Zstd.compressBound(BYTES)];
      Envelope envelope = new Envelope(key, random);
      rates.put("SHA-256", rate(() -> codec.hash(scans)));
      rates.put("cutting", rate(() -> cut(chunker, scans)));
      rates.put("sealing", rate(() -> envelope.seal(scans, 0, BYTES, sealed, 0)));
      rates.put("opening", rate(() -> envelope.open(sealed, 0, sealed.length, scans, 0)));
      rates.put(
          "zstd, scans",
          rate(() ->
              zstd.compressByteArray(compressed, 0, compressed.length, scans, 0, scans.length)));
      rates.put(
          "zstd, rows",
          rate(() ->
              zstd.compressByteArray(compressed, 0, compressed.length, rows, 0, rows.length)));
    }
    return rates;
  }

  private static void cut(Chunker chunker, byte[] content) {
    for (int from = 0; from < content.length; ) {
      from += chunker.next(content, from, content.length);
    }
  }

  private static byte[] rows() {
    Random random = new Random(SEED);
    StringBuilder rows = new StringBuilder();
    while (rows.length() < BYTES) {
      rows.append("INSERT INTO ho_so VALUES (")
          .append(random.nextInt(1_000_000))
          .append(", 'H60-2026-")
          .append(random.nextInt(100_000))
          .append("', 'DA_TIEP_NHAN');\n");
    }
    return Arrays.copyOf(rows.toString().getBytes(StandardCharsets.US_ASCII), BYTES);
  }

  private static long rate(Runnable part) {
    repeat(part, WARM_UP_NANOS);
    return Math.round(repeat(part, MEASURE_NANOS));
  }

  private static double repeat(Runnable part, long nanos) {
    long began = THREADS.getCurrentThreadCpuTime();
    long bytes = 0;
    long took;
    do {
      part.run();
      bytes += BYTES;
      took = THREADS.getCurrentThreadCpuTime() - began;
    } while (took < nanos);
    return bytes * 1e3 / took;
  }
}
