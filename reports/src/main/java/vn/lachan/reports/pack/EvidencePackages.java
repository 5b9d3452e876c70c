package vn.lachan.reports.pack;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.evidence.EvidenceFiles;

/**
 * Makes signed packages of evidence: ASiC-E with the files, their cards and custody, and the
 * minutes of Decree 333/2026, article 12.
 *
 * <p>Every piece is read again first; what is no longer what was collected is not packed. The
 * package is a file on disk and never whole in memory. Its digest is in the audit trail before it
 * is given out. Safe for use by several threads.
 */
public final class EvidencePackages {
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final int LONGEST_NAME = 80;

  private final EvidenceFiles files;
  private final Optional<CmsSigner> signer;
  private final AuditTrail trail;
  private final Clock clock;
  private final Path folder;

  /**
   * @param signer without one no package can be made
   * @param folder where packages are put together; made when missing
   */
  public EvidencePackages(
      EvidenceFiles files, Optional<CmsSigner> signer, AuditTrail trail, Clock clock, Path folder) {
    this.files = files;
    this.signer = signer;
    this.trail = trail;
    this.clock = clock;
    this.folder = folder;
  }

  /** Where packages are put together. */
  public Path folder() {
    return folder;
  }

  /** Whether there is a key to sign with. */
  public boolean canSign() {
    return signer.isPresent();
  }

  /**
   * A package ready to be given out; the caller deletes {@code file} afterwards.
   *
   * @param name what to call it
   * @param sha256 of the whole file, lower-case hexadecimal
   */
  public record Made(Path file, String name, String sha256, long size) {}

  /**
   * The minutes.
   *
   * @param data the texts of the PDF, written as JSON beside it
   */
  public record Minutes(ByteBuffer pdf, Object data) {
    /** The bytes of the PDF; the array is not kept. */
    public static Minutes of(byte[] pdf, Object data) {
      return new Minutes(ByteBuffer.wrap(pdf.clone()).asReadOnlyBuffer(), data);
    }

    byte[] bytes() {
      byte[] bytes = new byte[pdf.remaining()];
      pdf.duplicate().get(bytes);
      return bytes;
    }
  }

  /**
   * Puts evidence of one incident into a package.
   *
   * @param ids which pieces; empty for all
   * @param to who receives it
   * @throws InvalidRequestException when there is no key, nothing to pack, no receiver, or a piece
   *     is no longer intact
   */
  public Made make(Officer by, Incident incident, List<String> ids, String to, Minutes minutes) {
    CmsSigner key =
        signer.orElseThrow(() ->
            new InvalidRequestException(
                "key", "Chưa cấu hình khóa ký (lachan.signing.key) nên không xuất được gói."));
    if (to.isBlank()) {
      throw new InvalidRequestException("to", "Ghi rõ xuất cho ai, cơ quan nào.");
    }
    List<Evidence> chosen = chosen(by, incident, ids);
    requireIntact(by, incident, chosen);
    Path file = folder.resolve(UUID.randomUUID() + ".asice");
    try {
      Files.createDirectories(folder);
      MessageDigest digest = AsicWriter.sha256();
      try (OutputStream out =
          new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
        write(out, key, by, incident, chosen, to, minutes);
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      record(by, incident, chosen, to, sha256);
      return new Made(file, "chung-cu-" + incident.id() + ".asice", sha256, Files.size(file));
    } catch (IOException e) {
      throw failed(file, incident, e);
    } catch (RuntimeException e) {
      remove(file);
      throw e;
    }
  }

  private static EvidencePackageException failed(Path file, Incident incident, IOException e) {
    remove(file);
    return new EvidencePackageException("no package of evidence for " + incident.id(), e);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EvidencePackageException("half a package cannot be removed: " + file, e);
    }
  }

  private List<Evidence> chosen(Officer by, Incident incident, List<String> ids) {
    List<Evidence> chosen =
        ids.isEmpty()
            ? files.list(by.scope(), incident.id())
            : ids.stream().distinct().map(id -> files.find(by.scope(), incident.id(), id)).toList();
    if (chosen.isEmpty()) {
      throw new InvalidRequestException("evidence", "Sự cố chưa có chứng cứ để xuất.");
    }
    return chosen;
  }

  private void requireIntact(Officer by, Incident incident, List<Evidence> chosen) {
    List<String> damaged =
        chosen.stream()
            .filter(card -> !files.verify(by, incident.id(), card.id()).intact())
            .map(Evidence::name)
            .toList();
    if (!damaged.isEmpty()) {
      throw new InvalidRequestException(
          "evidence",
          "Chứng cứ không còn nguyên vẹn, không đóng gói: " + String.join(", ", damaged));
    }
  }

  private void write(
      OutputStream out,
      CmsSigner key,
      Officer by,
      Incident incident,
      List<Evidence> chosen,
      String to,
      Minutes minutes)
      throws IOException {
    Instant now = clock.instant();
    AsicWriter writer = new AsicWriter(out, now);
    writer.add(AsicFormat.MINUTES, "application/pdf", minutes.bytes());
    writer.add("bien-ban.json", "application/json", json(minutes.data()));
    Map<String, Object> cards = new LinkedHashMap<>();
    cards.put("kind", "lachan-evidence");
    cards.put("version", 1);
    cards.put("incident", incident.id());
    cards.put("title", incident.title());
    cards.put("exportedAt", now.toString());
    cards.put("exportedBy", by.actor().id());
    cards.put("exportedTo", to);
    List<Map<String, Object>> list = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      Evidence card = chosen.get(i);
      String name = entry(i + 1, card.name());
      try (InputStream content = files.export(by, incident.id(), card.id(), "Gói ASiC-E: " + to)) {
        writer.add(name, "application/octet-stream", content);
      }
      list.add(card(name, card));
    }
    cards.put("evidence", list);
    writer.add(AsicFormat.CARDS, "application/json", json(cards));
    writer.finish(key, now);
  }

  private static Map<String, Object> card(String file, Evidence evidence) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("file", file);
    card.put("id", evidence.id());
    card.put("name", evidence.name());
    card.put("size", evidence.size());
    card.put("sha256", evidence.sha256());
    card.put("mediaType", evidence.mediaType());
    card.put("collectedBy", evidence.collectedBy());
    card.put("collectedAt", evidence.collectedAt().toString());
    card.put("collectedFrom", evidence.collectedFrom());
    card.put("description", evidence.description());
    if (evidence.search() != null) {
      card.put("search", evidence.search());
    }
    card.put("custody", evidence.custody());
    return card;
  }

  private static byte[] json(Object value) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
  }

  /** A name every unpacker can write: {@code chung-cu/01-nhat-ky.log}. */
  static String entry(int number, String name) {
    String ascii =
        Normalizer.normalize(name.replace('đ', 'd').replace('Đ', 'D'), Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "");
    String safe = UNSAFE.matcher(ascii).replaceAll("-");
    String kept = safe.substring(Math.max(0, safe.length() - LONGEST_NAME));
    return String.format(Locale.ROOT, "%s%02d-%s", AsicFormat.FOLDER, number, kept);
  }

  private void record(
      Officer by, Incident incident, List<Evidence> chosen, String to, String sha256) {
    trail.append(
        new AuditEntry(
            by.actor(),
            "evidence.package",
            "incident:" + incident.id(),
            incident.organization(),
            Map.of(
                "sha256", sha256, "pieces", String.valueOf(chosen.size()), "party", to.strip())));
  }
}
