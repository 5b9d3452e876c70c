package vn.lachan.reports.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureOutcome;
import vn.lachan.backup.signature.SignatureReason;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.SigningTime;
import vn.lachan.incidents.evidence.SealedSearchCheck;

/**
 * Verifies a package of evidence without the platform and without the network, and names what
 * changed. Files are read in pieces, whatever their size. Safe for use by several threads.
 */
public final class EvidencePackageCheck {
  private static final int MOST_ENTRIES = 100_000;
  private static final int LARGEST_PART = 64 << 20;
  private static final int BUFFER = 64 * 1024;
  private static final int LOCAL_HEADER = 30;
  private static final String SEARCH = ".ndjson";

  private final SignatureCheck signatures;

  /**
   * @param signatures checks the signature of the package and of the minutes; without trusted roots
   *     it can say only that they hold
   */
  public EvidencePackageCheck(SignatureCheck signatures) {
    this.signatures = signatures;
  }

  /** Reads {@code file} to its end. */
  public EvidencePackageVerdict check(Path file) {
    try {
      if (!startsAsPackage(file)) {
        return new EvidencePackageVerdict.Unreadable(
            "không phải gói ASiC-E: mục đầu tiên phải là mimetype, không nén");
      }
      try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
        return new Look(zip).verdict();
      }
    } catch (IOException e) {
      return new EvidencePackageVerdict.Unreadable("không đọc được: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new EvidencePackageVerdict.Unreadable("tên mục trong gói không đọc được");
    }
  }

  /** Whether the very first bytes say what EN 319 162-1 (A.1) asks. */
  private static boolean startsAsPackage(Path file) throws IOException {
    byte[] name = AsicFormat.MIMETYPE.getBytes(StandardCharsets.US_ASCII);
    byte[] type = AsicFormat.MEDIA_TYPE.getBytes(StandardCharsets.US_ASCII);
    byte[] head = new byte[LOCAL_HEADER + name.length + type.length];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < head.length) {
        return false;
      }
      in.readFully(head);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.startsWith("PK\u0003\u0004")
        && head[8] == 0
        && head[9] == 0
        && text.endsWith(AsicFormat.MIMETYPE + AsicFormat.MEDIA_TYPE);
  }

  /** One look at one package. */
  private final class Look {
    private final ZipFile zip;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Of the signed files that could be read to their end. */
    private final Map<String, String> digests = new HashMap<>();

    Look(ZipFile zip) {
      this.zip = zip;
    }

    EvidencePackageVerdict verdict() throws IOException {
      if (zip.size() > MOST_ENTRIES) {
        return new EvidencePackageVerdict.Unreadable("gói có hơn " + MOST_ENTRIES + " mục");
      }
      byte[] manifest = part(AsicFormat.MANIFEST);
      byte[] signature = part(AsicFormat.SIGNATURE);
      if (manifest.length == 0 || signature.length == 0) {
        return new EvidencePackageVerdict.Unreadable(
            "gói không có bảng kê hoặc chữ ký trong META-INF");
      }
      AsicManifest said = AsicManifest.read(manifest);
      names(said);
      for (AsicManifest.Reference reference : said.references()) {
        content(reference);
      }
      cards();
      EvidencePackageVerdict.Signature found = signature(manifest, signature);
      minutes();
      int files = said.references().size();
      return problems.isEmpty()
          ? new EvidencePackageVerdict.Intact(files, found, notes)
          : new EvidencePackageVerdict.Changed(files, found, problems, notes);
    }

    private void names(AsicManifest said) {
      Set<String> signed =
          said.references().stream()
              .map(AsicManifest.Reference::name)
              .collect(Collectors.toCollection(HashSet::new));
      Set<String> seen = new HashSet<>();
      zip.stream()
          .map(ZipEntry::getName)
          .forEach(name -> {
            if (!seen.add(name)) {
              problems.add(name + ": có hai lần trong gói");
            } else if (!signed.contains(name) && !isOfTheFormat(name)) {
              problems.add(name + ": tệp lạ, không có trong bảng kê đã ký");
            }
          });
    }

    private static boolean isOfTheFormat(String name) {
      return Set.of(AsicFormat.MIMETYPE, AsicFormat.MANIFEST, AsicFormat.SIGNATURE).contains(name);
    }

    private void content(AsicManifest.Reference reference) {
      ZipEntry entry = zip.getEntry(reference.name());
      if (entry == null) {
        problems.add(reference.name() + ": thiếu trong gói");
        return;
      }
      try {
        String found = digest(entry);
        digests.put(reference.name(), found);
        if (!found.equals(reference.sha256())) {
          problems.add(reference.name() + ": nội dung bị sửa (SHA-256 nay là " + found + ")");
          lines(entry);
        }
      } catch (IOException e) {
        problems.add(reference.name() + ": không đọc được (" + e.getMessage() + ")");
      }
    }

    /** A sealed search can say which of its lines was changed. */
    private void lines(ZipEntry entry) throws IOException {
      if (entry.getName().endsWith(SEARCH)) {
        try (InputStream in = zip.getInputStream(entry)) {
          SealedSearchCheck.check(in)
              .problems()
              .forEach(problem -> problems.add(entry.getName() + ": " + problem));
        }
      }
    }

    private String digest(ZipEntry entry) throws IOException {
      MessageDigest digest = AsicWriter.sha256();
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    /** The digests of the day of collection stand in the cards; they must be those of today. */
    private void cards() throws IOException {
      if (!digests.containsKey(AsicFormat.CARDS)) {
        return;
      }
      byte[] json = part(AsicFormat.CARDS);
      try {
        for (JsonNode card : JsonMapper.shared().readTree(json).path("evidence")) {
          String file = card.path("file").asString("");
          String now = digests.getOrDefault(file, "");
          if (!now.equals(card.path("sha256").asString(""))) {
            problems.add(file + ": khác mã băm lúc thu thập");
          }
        }
      } catch (JacksonException e) {
        problems.add(AsicFormat.CARDS + ": không đọc được");
      }
    }

    private EvidencePackageVerdict.Signature signature(byte[] manifest, byte[] signature)
        throws IOException {
      Path folder = Files.createTempDirectory("lachan-goi");
      try {
        Files.write(folder.resolve("ASiCManifest.xml"), manifest);
        Path file = Files.write(folder.resolve("ASiCManifest.xml.p7s"), signature);
        List<SignatureVerdict> verdicts = signatures.file(file);
        if (verdicts.isEmpty()) {
          problems.add(AsicFormat.SIGNATURE + ": không có chữ ký nào");
          return new EvidencePackageVerdict.Signature("", "", "invalid");
        }
        verdicts.forEach(verdict -> judge("chữ ký của gói", verdict));
        SignatureVerdict first = verdicts.getFirst();
        return new EvidencePackageVerdict.Signature(
            first.signer().commonName(), time(first.signingTime()), first.outcome().code());
      } finally {
        remove(folder);
      }
    }

    private static String time(SigningTime time) {
      return switch (time) {
        case SigningTime.Unknown _ -> "không rõ";
        case SigningTime.Claimed(Instant at) -> at + " (người ký khai)";
        case SigningTime.Stamped(Instant at) -> at + " (có dấu thời gian)";
      };
    }

    private void minutes() throws IOException {
      if (!digests.containsKey(AsicFormat.MINUTES)) {
        return;
      }
      byte[] pdf = part(AsicFormat.MINUTES);
      Path folder = Files.createTempDirectory("lachan-goi");
      try {
        List<SignatureVerdict> verdicts =
            signatures.file(Files.write(folder.resolve(AsicFormat.MINUTES), pdf));
        if (verdicts.isEmpty()) {
          notes.add(AsicFormat.MINUTES + ": không có chữ ký riêng, được ký cùng cả gói");
        }
        verdicts.forEach(verdict -> judge(AsicFormat.MINUTES, verdict));
      } finally {
        remove(folder);
      }
    }

    private void judge(String what, SignatureVerdict verdict) {
      String why =
          verdict.outcome().why().stream()
              .map(SignatureReason::vietnamese)
              .collect(Collectors.joining("; "));
      switch (verdict.outcome()) {
        case SignatureOutcome.Valid _ -> {}
        case SignatureOutcome.Invalid _ -> problems.add(what + ": không hợp lệ: " + why);
        case SignatureOutcome.Undecidable _ ->
            notes.add(what + ": chưa xác định được người ký có đáng tin hay không: " + why);
      }
    }

    /** A small part whole; empty when it is not there. */
    private byte[] part(String name) throws IOException {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        return new byte[0];
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] content = in.readNBytes(LARGEST_PART + 1);
        if (content.length > LARGEST_PART) {
          throw new IOException(name + " lớn hơn " + LARGEST_PART + " byte");
        }
        return content;
      }
    }

    private static void remove(Path folder) throws IOException {
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }
}
