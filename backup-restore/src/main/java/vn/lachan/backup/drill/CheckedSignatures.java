package vn.lachan.backup.drill;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import vn.lachan.backup.repository.Sha256;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.SignatureOutcome;
import vn.lachan.backup.signature.SignatureReason;
import vn.lachan.backup.signature.SignatureScan;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.report.FullReport;

/** The signatures of dossiers by the fast pass over all files. Safe for several threads. */
public final class CheckedSignatures implements DossierSignatures {

  private final SignatureCheck check;
  private final FullReport reports;

  public CheckedSignatures(Trust trust, SignatureSettings settings, Clock clock) {
    this.check = new SignatureCheck(trust, settings, clock);
    this.reports = new FullReport(trust, settings, clock);
  }

  @Override
  public Found folder(Path folder) {
    SignatureScan scan = check.folder(folder);
    return new Found(
        scan.signaturesPerFile(),
        scan.verdicts().stream().map(CheckedSignatures::signature).toList());
  }

  private static Signature signature(SignatureVerdict verdict) {
    State state =
        switch (verdict.outcome()) {
          case SignatureOutcome.Valid _ -> State.VALID;
          case SignatureOutcome.Invalid _ -> State.INVALID;
          case SignatureOutcome.Undecidable _ -> State.UNDECIDABLE;
        };
    return new Signature(
        verdict.file(),
        verdict.kind().vietnamese(),
        verdict.signer().commonName(),
        verdict.family().vietnamese(),
        state,
        verdict.outcome().why().stream().map(SignatureReason::vietnamese).toList());
  }

  @Override
  public int count(Path file) {
    return check.file(file).size();
  }

  @Override
  public boolean report(Path root, List<String> files, Path folder) {
    boolean any = false;
    for (String file : files) {
      any |= write(root.resolve(file), folder);
    }
    return any;
  }

  /** Without it, the verdict of the fast pass stands in the minutes. */
  private boolean write(Path file, Path folder) {
    String name = Sha256.of(file.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    try {
      return reports.write(file, folder, name) instanceof FullReport.Result.Written;
    } catch (SignatureException e) {
      return false;
    }
  }
}
