package vn.lachan.reports.pack;

import java.util.List;

/** What a package of evidence is worth. */
public sealed interface EvidencePackageVerdict {

  /**
   * What is known about the signature of the package.
   *
   * @param signer name in the certificate; empty when there is none
   * @param time when it was signed, as well as it is known, with where that comes from
   * @param outcome {@code valid}, {@code invalid} or {@code undecidable}
   */
  record Signature(String signer, String time, String outcome) {}

  /**
   * Nothing was changed since it was signed.
   *
   * @param files signed files
   * @param notes what stays open, for example that no trusted roots were given
   */
  record Intact(int files, Signature signature, List<String> notes)
      implements EvidencePackageVerdict {
    public Intact {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Something was changed, taken out or put in.
   *
   * @param problems each names the file, in Vietnamese; never empty
   */
  record Changed(int files, Signature signature, List<String> problems, List<String> notes)
      implements EvidencePackageVerdict {
    public Changed {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /** It is no package of evidence, or cannot be read at all. */
  record Unreadable(String reason) implements EvidencePackageVerdict {}
}
