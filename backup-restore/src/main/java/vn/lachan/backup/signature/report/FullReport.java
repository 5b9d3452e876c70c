package vn.lachan.backup.signature.report;

import eu.europa.esig.dss.diagnostic.jaxb.XmlDiagnosticData;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.policy.ValidationPolicy;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.policy.ValidationPolicyLoader;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.SignatureScan;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.Trust;

/**
 * Validates files with DSS, offline, against the same trust as the bulk check, and keeps its
 * reports. Safe for use by several threads.
 *
 * <p>The policy is DSS's own with three changes, so that it answers the same question as the bulk
 * check: revocation data that are not embedded only warn (unless the settings require them), and
 * changes of a PDF after signing fail.
 */
public final class FullReport {
  private final Trust trust;
  private final SignatureSettings settings;
  private final Clock clock;
  private final String policy;

  public FullReport(Trust trust, SignatureSettings settings, Clock clock) {
    this.trust = trust;
    this.settings = settings;
    this.clock = clock;
    this.policy = policy(settings.revocationRequired());
  }

  /**
   * What DSS concludes about one signature.
   *
   * @param indication {@code TOTAL_PASSED}, {@code TOTAL_FAILED}, {@code INDETERMINATE}, …
   * @param subIndication empty when there is none
   */
  public record Conclusion(
      String signer, String indication, String subIndication, List<String> errors) {
    public Conclusion {
      errors = List.copyOf(errors);
    }
  }

  /** The outcome for one file. */
  public sealed interface Result {
    /**
     * Reports were written: {@code .simple.xml}, {@code .detailed.xml}, {@code .etsi.xml}, {@code
     * .json}.
     */
    record Written(List<Conclusion> conclusions, List<Path> files) implements Result {
      public Written {
        conclusions = List.copyOf(conclusions);
        files = List.copyOf(files);
      }
    }

    /** DSS could not make sense of the file, or it is larger than the settings allow. */
    record NotMade(String reason) implements Result {}
  }

  /**
   * Validates {@code file} and writes reports into {@code folder}.
   *
   * @param name start of their names
   * @throws SignatureException when they cannot be written
   */
  public Result write(Path file, Path folder, String name) {
    try {
      if (Files.size(file) > settings.maxFileBytes()) {
        return new Result.NotMade("tệp lớn hơn " + settings.maxFileBytes() + " byte");
      }
      Reports reports = validate(file);
      Files.createDirectories(folder);
      List<Conclusion> conclusions = conclusions(reports.getSimpleReport());
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", name);
      json.put("validatedAt", clock.instant().toString());
      json.put("signatures", conclusions);
      List<Path> written = new ArrayList<>();
      written.add(put(folder, name + ".simple.xml", reports.getXmlSimpleReport()));
      written.add(put(folder, name + ".detailed.xml", reports.getXmlDetailedReport()));
      written.add(put(folder, name + ".etsi.xml", reports.getXmlValidationReport()));
      written.add(put(folder, name + ".json", JsonMapper.shared().writeValueAsString(json)));
      return new Result.Written(conclusions, written);
    } catch (IOException e) {
      throw new SignatureException("không ghi được báo cáo chữ ký vào " + folder, e);
    } catch (RuntimeException | StackOverflowError e) {
      // The library throws what it likes for broken files; it must cost one file only.
      return new Result.NotMade(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /**
   * Reports for every file in which the bulk check found a signature that is not valid.
   *
   * @param root the folder that was checked
   * @return by file
   */
  public Map<String, Result> writeDoubtful(SignatureScan scan, Path root, Path folder) {
    Map<String, Result> results = new LinkedHashMap<>();
    for (SignatureVerdict verdict : scan.verdicts()) {
      if (!verdict.isValid() && !results.containsKey(verdict.file())) {
        String name = verdict.file().replace('/', '_');
        results.put(verdict.file(), write(root.resolve(verdict.file()), folder, name));
      }
    }
    return results;
  }

  private static Path put(Path folder, String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  private Reports validate(Path file) {
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new FileDocument(file.toFile()));
    CommonTrustedCertificateSource roots = new CommonTrustedCertificateSource();
    trust.roots().forEach(root -> roots.addCertificate(new CertificateToken(root.certificate())));
    CommonCertificateSource others = new CommonCertificateSource();
    trust.intermediates().forEach(c -> others.addCertificate(new CertificateToken(c)));
    // "true": without any source that would go online.
    CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
    verifier.setTrustedCertSources(roots);
    verifier.setAdjunctCertSources(others);
    validator.setCertificateVerifier(verifier);
    validator.setValidationTime(Date.from(clock.instant()));
    validator.setLocale(Locale.ENGLISH);
    validator.setEnableEtsiValidationReport(true);
    Path content = beside(file);
    if (content != null) {
      validator.setDetachedContents(List.of(new FileDocument(content.toFile())));
    }
    return validator.validateDocument(loaded());
  }

  private ValidationPolicy loaded() {
    return ValidationPolicyLoader.fromValidationPolicy(
            new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)))
        .create();
  }

  private static @Nullable Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    Path content = file.resolveSibling(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    return name.endsWith(".p7s") && Files.isRegularFile(content) ? content : null;
  }

  private static List<Conclusion> conclusions(SimpleReport report) {
    List<Conclusion> conclusions = new ArrayList<>();
    for (String id : report.getSignatureIdList()) {
      Object sub = report.getSubIndication(id);
      String signer = report.getSignedBy(id);
      conclusions.add(
          new Conclusion(
              signer == null ? "" : signer,
              String.valueOf(report.getIndication(id)),
              sub == null ? "" : sub.toString(),
              report.getAdESValidationErrors(id).stream().map(Message::getValue).toList()));
    }
    return conclusions;
  }

  private static String policy(boolean revocationRequired) {
    try (InputStream in = XmlDiagnosticData.class.getResourceAsStream("/policy/constraint.xml")) {
      if (in == null) {
        throw new IllegalStateException("DSS has lost its policy");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text = text.replace("<UndefinedChanges Level=\"WARN\"", "<UndefinedChanges Level=\"FAIL\"");
      return revocationRequired
          ? text
          : text.replace(
                  "<RevocationDataAvailable Level=\"FAIL\"",
                  "<RevocationDataAvailable Level=\"WARN\"")
              .replace(
                  "<AcceptableRevocationDataFound Level=\"FAIL\"",
                  "<AcceptableRevocationDataFound Level=\"WARN\"");
    } catch (IOException e) {
      throw new IllegalStateException("DSS's policy cannot be read", e);
    }
  }
}
