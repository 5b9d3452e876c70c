package vn.lachan.reports.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleTimestamps;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.backup.signature.seal.TimestampAuthority;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.evidence.SealedSearches;
import vn.lachan.reports.TestPki;

class EvidencePackagesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final SamplePki PKI = TestPki.get();
  private static final EvidencePackages.Minutes MINUTES =
      EvidencePackages.Minutes.of(
          "%PDF-1.4 không ký".getBytes(StandardCharsets.UTF_8), Map.of("form", "bien-ban"));

  @TempDir Path folder;

  private TestDesk desk;
  private Trust trust;
  private Incident incident;

  @BeforeEach
  void collect() throws IOException {
    desk = new TestDesk(TestDatabase.h2(), folder.resolve("chung-cu"));
    trust = PKI.writeTrust(Files.createDirectories(folder.resolve("trust")));
    incident = desk.incidents.find(TestDesk.LAN.scope(), desk.incident()).orElseThrow();
    collect("nhật ký Đăng nhập.log", "10.1.1.9 đăng nhập sai".getBytes(StandardCharsets.UTF_8));
    try (EventStore store = LuceneEventStore.inMemory()) {
      Instant at = desk.clock.instant().minusSeconds(60);
      for (int i = 0; i < 5; i++) {
        store.append(
            List.of(Event.builder("e" + i, at, at).set("source.ip", "10.1.1." + i).build()));
      }
      store.refresh();
      new SealedSearches(store, desk.evidence, desk.clock, 100)
          .seal(
              TestDesk.LAN,
              incident.id(),
              "",
              new TimeRange(at.minusSeconds(60), at.plusSeconds(30)),
              "");
    }
  }

  @Test
  void isIntactAndSaysWhoSignedWhen() {
    EvidencePackages.Made made = make(timestamps());
    assertThat(check(made.file(), trust))
        .isInstanceOfSatisfying(
            EvidencePackageVerdict.Intact.class,
            intact -> {
              assertThat(intact.files()).isEqualTo(5);
              assertThat(intact.signature().signer()).isEqualTo("Sở Tư pháp tỉnh Tuyên Quang");
              assertThat(intact.signature().outcome()).isEqualTo("valid");
              assertThat(intact.signature().time()).contains("có dấu thời gian");
            });
    assertThat(desk.audit.actions()).contains("evidence.exported", "evidence.package");
    assertThat(desk.evidence.list(TestDesk.LAN.scope(), incident.id()))
        .allSatisfy(card ->
            assertThat(card.custody())
                .extracting(Evidence.Custody::act)
                .containsExactly(
                    Evidence.Act.COLLECTED, Evidence.Act.VERIFIED, Evidence.Act.EXPORTED));
  }

  @Test
  void saysThatTheSignerIsNotKnownWithoutTrustedRoots() {
    EvidencePackages.Made made = make(null);
    assertThat(check(made.file(), new Trust(List.of(), List.of(), List.of())))
        .isInstanceOfSatisfying(
            EvidencePackageVerdict.Intact.class,
            intact -> {
              assertThat(intact.signature().outcome()).isEqualTo("undecidable");
              assertThat(intact.notes()).anyMatch(note -> note.startsWith("chữ ký của gói"));
            });
  }

  @Test
  void isAnAsicContainerThatDssFindsValid() {
    EvidencePackages.Made made = make(timestamps());
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new FileDocument(made.file().toFile()));
    CommonTrustedCertificateSource roots = new CommonTrustedCertificateSource();
    trust.roots().forEach(root -> roots.addCertificate(new CertificateToken(root.certificate())));
    CommonCertificateSource others = new CommonCertificateSource();
    trust.intermediates().forEach(c -> others.addCertificate(new CertificateToken(c)));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
    verifier.setTrustedCertSources(roots);
    verifier.setAdjunctCertSources(others);
    validator.setCertificateVerifier(verifier);
    validator.setValidationTime(Date.from(NOW));
    var reports = validator.validateDocument();
    var simple = reports.getSimpleReport();
    assertThat(simple.getContainerType()).hasToString("ASiC-E");
    assertThat(simple.getSignatureIdList()).hasSize(1);
    String id = simple.getFirstSignatureId();
    assertThat(simple.getSignatureFormat(id)).hasToString("CAdES-BASELINE-T");
    var diagnostic = reports.getDiagnosticData();
    assertThat(diagnostic.getSignatureById(id).isSignatureIntact()).isTrue();
    assertThat(diagnostic.getSignatureById(id).getDigestMatchers())
        .isNotEmpty()
        .allMatch(matcher -> matcher.isDataFound() && matcher.isDataIntact());
    assertThat(diagnostic.getContainerInfo().getContentFiles()).hasSize(5);
  }

  @Test
  void namesTheFileThatWasChanged() throws IOException {
    EvidencePackages.Made made = make(null);
    Path changed =
        rewrite(
            made.file(),
            (name, content) ->
                name.endsWith(".log") ? "10.1.1.8".getBytes(StandardCharsets.UTF_8) : content,
            Map.of());
    assertThat(problems(changed))
        .anyMatch(p -> p.contains("-nhat-ky-Dang-nhap.log: nội dung bị sửa"))
        .anyMatch(p -> p.contains("khác mã băm lúc thu thập"));
  }

  @Test
  void namesTheLineOfASealedSearchThatWasChanged() throws IOException {
    EvidencePackages.Made made = make(null);
    Path changed =
        rewrite(
            made.file(),
            (name, content) ->
                name.endsWith(".ndjson")
                    ? new String(content, StandardCharsets.UTF_8)
                        .replace("10.1.1.3", "10.1.1.7")
                        .getBytes(StandardCharsets.UTF_8)
                    : content,
            Map.of());
    assertThat(problems(changed))
        .anyMatch(p -> p.contains(".ndjson: dòng ") && p.contains("sự kiện khác"));
  }

  @Test
  void namesWhatIsMissingAndWhatWasPutIn() throws IOException {
    EvidencePackages.Made made = make(null);
    Path changed =
        rewrite(
            made.file(),
            (name, content) -> name.endsWith(".log") ? new byte[0] : content,
            Map.of("chung-cu/99-la.txt", "lạ".getBytes(StandardCharsets.UTF_8)));
    assertThat(problems(changed))
        .anyMatch(p -> p.endsWith("-nhat-ky-Dang-nhap.log: thiếu trong gói"))
        .anyMatch(p -> p.startsWith("chung-cu/99-la.txt: tệp lạ"));
  }

  @Test
  void seesAManifestThatWasMadeToFit() throws IOException {
    EvidencePackages.Made made = make(null);
    Path changed =
        rewrite(
            made.file(),
            (name, content) ->
                name.equals(AsicFormat.MANIFEST)
                    ? new String(content, StandardCharsets.UTF_8)
                        .replace("application/pdf", "application/xml")
                        .getBytes(StandardCharsets.UTF_8)
                    : content,
            Map.of());
    assertThat(problems(changed)).anyMatch(p -> p.startsWith("chữ ký của gói: không hợp lệ"));
  }

  @Test
  void saysWhenAFileIsNoPackage() throws IOException {
    Path none = Files.writeString(folder.resolve("x.asice"), "không phải");
    assertThat(check(none, trust)).isInstanceOf(EvidencePackageVerdict.Unreadable.class);
    Path cut = folder.resolve("cut.asice");
    byte[] whole = Files.readAllBytes(make(null).file());
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(check(cut, trust)).isInstanceOf(EvidencePackageVerdict.Unreadable.class);
  }

  @Test
  void isNotMadeOfDamagedEvidence() throws IOException {
    Evidence card = desk.evidence.list(TestDesk.LAN.scope(), incident.id()).getFirst();
    Files.writeString(
        folder.resolve("chung-cu").resolve(card.sha256().substring(0, 2)).resolve(card.sha256()),
        "đã sửa trên đĩa");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> make(null))
        .withMessageContaining(card.name());
    assertThat(folder.resolve("goi")).doesNotExist();
  }

  @Test
  void isNotMadeWithoutAKey() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() ->
            packages(Optional.empty()).make(TestDesk.LAN, incident, List.of(), "PA05", MINUTES))
        .withMessageContaining("khóa ký");
  }

  @Test
  void holdsOnlyAPieceOfALargeFileAtATime() throws IOException {
    long size = Long.getLong("lachan.evidence.largest", 48L << 20);
    Metered metered = new Metered(size);
    AsicWriter writer = new AsicWriter(metered.sink(), NOW);
    writer.add("chung-cu/01-o-dia.img", "application/octet-stream", metered);
    writer.finish(signer(null), NOW);
    assertThat(metered.written).isGreaterThan(size);
    assertThat(metered.mostHeld).isLessThan(1 << 20);
  }

  /** Random bytes, and how many of them were read but not yet written on. */
  private static final class Metered extends InputStream {
    private final Random random = new Random(42);
    private final long size;
    private long given;
    private long written;
    private long mostHeld;

    Metered(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      mostHeld = Math.max(mostHeld, given - written);
      if (given == size) {
        return -1;
      }
      byte[] piece = new byte[(int) Math.min(length, size - given)];
      random.nextBytes(piece);
      System.arraycopy(piece, 0, buffer, offset, piece.length);
      given += piece.length;
      return piece.length;
    }

    OutputStream sink() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          written += length;
        }
      };
    }
  }

  private interface Change {
    byte[] of(String name, byte[] content);
  }

  /** The same container with other contents; what becomes empty is left out. */
  private Path rewrite(Path file, Change change, Map<String, byte[]> more) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : new ArrayList<>(zip.stream().toList())) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        parts.put(entry.getName(), change.of(entry.getName(), content));
      }
    }
    parts.putAll(more);
    Path changed = folder.resolve("changed.asice");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        if (part.getValue().length > 0) {
          put(out, part.getKey(), part.getValue());
        }
      }
    }
    return changed;
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    if (name.equals(AsicFormat.MIMETYPE)) {
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private List<String> problems(Path file) {
    return switch (check(file, trust)) {
      case EvidencePackageVerdict.Changed changed -> changed.problems();
      case EvidencePackageVerdict.Intact _ -> List.of();
      case EvidencePackageVerdict.Unreadable(String reason) -> List.of(reason);
    };
  }

  private static EvidencePackageVerdict check(Path file, Trust trust) {
    return new EvidencePackageCheck(new SignatureCheck(trust, SignatureSettings.DEFAULT, CLOCK))
        .check(file);
  }

  private EvidencePackages.Made make(TimestampAuthority stamps) {
    return packages(Optional.of(signer(stamps)))
        .make(TestDesk.LAN, incident, List.of(), "Phòng PA05", MINUTES);
  }

  private static TimestampAuthority timestamps() {
    return new SampleTimestamps(PKI, CLOCK);
  }

  private static CmsSigner signer(TimestampAuthority stamps) {
    return new CmsSigner(PKI.key(SampleIdentity.ORGANIZATION), "SHA-256", stamps);
  }

  private EvidencePackages packages(Optional<CmsSigner> signer) {
    return new EvidencePackages(desk.evidence, signer, desk.audit, CLOCK, folder.resolve("goi"));
  }

  private void collect(String name, byte[] content) {
    desk.evidence.collect(
        TestDesk.LAN,
        incident.id(),
        new NewEvidence(name, "text/plain", "", "máy chủ web"),
        new ByteArrayInputStream(content));
  }
}
