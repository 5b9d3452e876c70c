package vn.lachan.backup.signature.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.repository.Sha256;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.backup.signature.seal.PdfSealer;

/**
 * Writes dossiers as a one-stop system keeps them, signed as the law wants: the form by the citizen
 * (XAdES), the result by the head with a time-stamp and by the organisation's seal (PAdES, with
 * evidence), the log by the clerk (detached CMS). {@code meta.json} lists every file with its
 * SHA-256 and how many signatures it carries. The same seed gives the same dossiers but for their
 * signatures.
 */
public final class SignedDossierSet {
  private static final Duration STEP = Duration.ofHours(1);

  private final SamplePki pki;
  private final long seed;
  private final int scanBytes;

  /**
   * @param scanBytes largest size of a scanned paper; each is from a quarter of it to all of it
   */
  public SignedDossierSet(SamplePki pki, long seed, int scanBytes) {
    this.pki = pki;
    this.seed = seed;
    this.scanBytes = scanBytes;
  }

  /**
   * One dossier.
   *
   * @param signatures how many signatures each file carries, by file name
   */
  public record WrittenDossier(String code, Path folder, Map<String, Integer> signatures) {
    public WrittenDossier {
      signatures = Map.copyOf(signatures);
    }

    public int signatureCount() {
      return signatures.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Writes {@code count} dossiers into folders of their own below {@code folder}. */
  public List<WrittenDossier> write(Path folder, int count) {
    List<WrittenDossier> written = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      try {
        written.add(dossier(folder, i));
      } catch (IOException e) {
        throw new SignatureException("cannot write sample dossiers into " + folder, e);
      }
    }
    return written;
  }

  private WrittenDossier dossier(Path parent, int number) throws IOException {
    Random random = new Random(seed * 1_000_003 + number);
    String code = String.format(Locale.ROOT, "H60.%07d", number);
    Path folder = Files.createDirectories(parent.resolve(code));
    Instant received = pki.now().minus(Duration.ofDays(1 + random.nextInt(30)));
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, Integer> signatures = new LinkedHashMap<>();
    put(files, signatures, "to-khai.xml", form(code, received), 1);
    int bytes = scanBytes / 4 + random.nextInt(scanBytes * 3 / 4 + 1);
    put(files, signatures, "giay-to-1.pdf", SamplePdf.scan(code + " giay to", bytes, number), 0);
    put(files, signatures, "ket-qua.pdf", result(code, received.plus(STEP), number), 2);
    byte[] log = log(code, received).getBytes(StandardCharsets.UTF_8);
    put(files, signatures, "nhat-ky.json", log, 0);
    byte[] detached =
        new CmsSigner(pki.key(SampleIdentity.CLERK), "SHA-256", null)
            .sign(new ByteArrayInputStream(log), received.plus(STEP), false);
    put(files, signatures, "nhat-ky.json.p7s", detached, 1);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Files.write(folder.resolve("meta.json"), meta(code, received, files, signatures));
    return new WrittenDossier(code, folder, signatures);
  }

  private static void put(
      Map<String, byte[]> files,
      Map<String, Integer> signatures,
      String name,
      byte[] content,
      int count) {
    files.put(name, content);
    signatures.put(name, count);
  }

  private byte[] form(String code, Instant received) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ToKhai ma=\"%s\">\n  <NoiDung>Đăng ký khai sinh</NoiDung>\n</ToKhai>\n"
            .formatted(code);
    return SampleXml.signed(
        xml.getBytes(StandardCharsets.UTF_8),
        pki.key(SampleIdentity.CITIZEN),
        received,
        new SampleTimestamps(pki, fixed(received)));
  }

  /** The result with two signatures and the evidence of both. */
  private byte[] result(String code, Instant signed, int number) {
    Clock clock = fixed(signed);
    SampleTimestamps timestamps = new SampleTimestamps(pki, clock);
    byte[] plain = SamplePdf.scan(code + " ket qua", 20_000, -number);
    byte[] once =
        new PdfSealer(pki.key(SampleIdentity.LEADER), timestamps, clock)
            .seal(plain, "Phê duyệt kết quả", "Tuyên Quang");
    byte[] twice =
        new PdfSealer(pki.key(SampleIdentity.ORGANIZATION), timestamps, clock)
            .seal(once, "Đóng dấu", "Tuyên Quang");
    SampleRevocation revocation = new SampleRevocation(pki);
    return SamplePdf.withEvidence(
        twice,
        List.of(),
        List.of(revocation.list(SampleIdentity.LEADER, signed.plus(STEP))),
        List.of(revocation.answer(SampleIdentity.ORGANIZATION, signed.plus(STEP))));
  }

  private static String log(String code, Instant received) {
    return "{\"ma\":\"%s\",\"t\":\"%s\",\"buoc\":\"tiếp nhận\"}\n{\"ma\":\"%s\",\"t\":\"%s\",\"buoc\":\"trả kết quả\"}\n"
        .formatted(code, received, code, received.plus(STEP));
  }

  private static byte[] meta(
      String code, Instant received, Map<String, byte[]> files, Map<String, Integer> signatures) {
    List<Map<String, Object>> parts = new ArrayList<>();
    files.forEach((name, content) ->
        parts.add(
            Map.of(
                "ten",
                name,
                "sha256",
                Sha256.of(content),
                "soChuKy",
                signatures.getOrDefault(name, 0))));
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("maHoSo", code);
    meta.put("thuTuc", "Đăng ký khai sinh");
    meta.put("ngayNop", received.atOffset(ZoneOffset.ofHours(7)).toLocalDate().toString());
    meta.put("thanhPhan", parts);
    meta.put("trangThai", "daTra");
    return JsonMapper.shared().writeValueAsBytes(meta);
  }

  private static Clock fixed(Instant at) {
    return Clock.fixed(at, ZoneOffset.UTC);
  }
}
