package vn.lachan.backup.signature.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.report.FullReport;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;

/**
 * How many signatures of 1 MiB files one core checks in a second, beside what the machine's hash
 * and key operations allow at most, measured in turns in the same run. Other load on the machine
 * meets both: compare the ratio.
 */
public final class SignatureBench {
  private static final int MEBI = 1 << 20;
  private static final int FILES = 24;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofMillis(1200);
  private static final int SLICE = 8192;

  private final Path folder;
  private final SamplePki pki;
  private final Clock clock;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /**
   * @param folder an empty one for the signed files
   */
  public SignatureBench(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
    this.pki = new SamplePki(clock.instant());
  }

  private interface Work {
    void once(int turn) throws GeneralSecurityException;
  }

  private record Kind(String name, SampleIdentity signer, boolean stamped, boolean pdf) {}

  /** Measures; figures by name, in order. */
  public Map<String, Object> run() {
    Trust trust = pki.writeTrust(folder.resolve("trust"));
    SignatureCheck check =
        new SignatureCheck(trust, SignatureSettings.DEFAULT.withThreads(1), clock);
    Map<String, Object> figures = new LinkedHashMap<>();
    byte[] megabyte = new byte[MEBI];
    new Random(1).nextBytes(megabyte);
    try {
      for (Kind kind :
          List.of(
              new Kind("pades-b-b-rsa2048", SampleIdentity.LEADER, false, true),
              new Kind("pades-b-t-rsa2048", SampleIdentity.LEADER, true, true),
              new Kind("pades-b-b-p256", SampleIdentity.CLERK, false, true),
              new Kind("cades-detached-rsa2048", SampleIdentity.LEADER, false, false))) {
        measure(kind, check, megabyte, figures);
      }
      full(trust, figures);
    } catch (IOException | GeneralSecurityException e) {
      throw new SignatureException("the bench cannot run in " + folder, e);
    }
    return figures;
  }

  private void measure(
      Kind kind, SignatureCheck check, byte[] megabyte, Map<String, Object> figures)
      throws IOException, GeneralSecurityException {
    List<Path> files = write(kind);
    SealingKey key = pki.key(kind.signer());
    byte[] signed = sign(key, megabyte);
    double bestSignatures = 0;
    double bestCeiling = 0;
    double ratio = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double signatures = perSecond(turn -> demand(check.file(files.get(turn % FILES))));
      double hashes = perSecond(turn -> hash(megabyte));
      double keys = perSecond(turn -> verify(key, megabyte, signed));
      double stampKeys = 0;
      if (kind.stamped()) {
        SealingKey authority = pki.key(SampleIdentity.TIMESTAMPS);
        byte[] stamp = sign(authority, megabyte);
        stampKeys = perSecond(turn -> verify(authority, megabyte, stamp));
      }
      double ceiling = 1 / (1 / hashes + 1 / keys + (stampKeys > 0 ? 1 / stampKeys : 0));
      if (round > 0) {
        ratio = Math.max(ratio, signatures / ceiling);
        bestSignatures = Math.max(bestSignatures, signatures);
        bestCeiling = Math.max(bestCeiling, ceiling);
      }
    }
    figures.put(kind.name() + " signatures per CPU second", text(bestSignatures));
    figures.put(kind.name() + " ceiling (SHA-256 and keys)", text(bestCeiling));
    figures.put(kind.name() + " share of the ceiling", text(ratio));
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.0f", number);
  }

  private List<Path> write(Kind kind) throws IOException {
    Path place = Files.createDirectories(folder.resolve(kind.name()));
    Clock then = Clock.fixed(clock.instant().minus(Duration.ofHours(1)), ZoneOffset.UTC);
    TimestampAuthority stamps = kind.stamped() ? new SampleTimestamps(pki, then) : null;
    CmsSigner signer = new CmsSigner(pki.key(kind.signer()), "SHA-256", stamps);
    PdfSealer sealer = new PdfSealer(signer, then);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] pdf = SamplePdf.scan("bench " + i, MEBI, i);
      if (kind.pdf()) {
        files.add(Files.write(place.resolve(i + ".pdf"), sealer.seal(pdf, "bench", "")));
      } else {
        Files.write(place.resolve(i + ".bin"), pdf);
        byte[] cms = signer.sign(new ByteArrayInputStream(pdf), then.instant(), false);
        files.add(Files.write(place.resolve(i + ".bin.p7s"), cms));
      }
    }
    return files;
  }

  /** How often in a second of CPU of this thread. */
  private double perSecond(Work work) throws GeneralSecurityException {
    long cpu = threads.getCurrentThreadCpuTime();
    long end = cpu + ROUND.toNanos();
    int turns = 0;
    long now = cpu;
    while (now < end) {
      for (int i = 0; i < 8; i++) {
        work.once(turns++);
      }
      now = threads.getCurrentThreadCpuTime();
    }
    return turns * 1e9 / (now - cpu);
  }

  private static void demand(List<SignatureVerdict> verdicts) {
    if (verdicts.size() != 1 || !verdicts.getFirst().isValid()) {
      throw new IllegalStateException("a sample signature is not valid: " + verdicts);
    }
  }

  private static void hash(byte[] content) throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (int at = 0; at < content.length; at += SLICE) {
      sha256.update(content, at, Math.min(SLICE, content.length - at));
    }
    sha256.digest();
  }

  private static byte[] sign(SealingKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(key));
    signature.initSign(key.privateKey());
    signature.update(content, 0, 200);
    return signature.sign();
  }

  private static void verify(SealingKey key, byte[] content, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(key));
    signature.initVerify(key.certificate().getPublicKey());
    signature.update(content, 0, 200);
    if (!signature.verify(signed)) {
      throw new IllegalStateException("a signature just made does not hold");
    }
  }

  private static String algorithm(SealingKey key) {
    return key.privateKey().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
  }

  /** The full report of the same files, for comparison. */
  private void full(Trust trust, Map<String, Object> figures) throws GeneralSecurityException {
    FullReport report = new FullReport(trust, SignatureSettings.DEFAULT, clock);
    Path place = folder.resolve("pades-b-t-rsa2048");
    double best = 0;
    for (int round = 0; round < 3; round++) {
      best =
          Math.max(
              best,
              perSecond(turn ->
                  report.write(
                      place.resolve(turn % FILES + ".pdf"), folder.resolve("report"), "bench")));
    }
    figures.put("pades-b-t-rsa2048 full report (DSS) per CPU second", text(best));
  }
}
