package vn.lachan.reports;

import java.time.Instant;
import vn.lachan.backup.signature.sample.SamplePki;

/** One set of keys for all tests: making them takes time. */
public final class TestPki {
  public static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");
  private static final SamplePki PKI = new SamplePki(NOW);

  public static SamplePki get() {
    return PKI;
  }

  private TestPki() {}
}
