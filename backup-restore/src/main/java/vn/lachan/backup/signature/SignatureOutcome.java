package vn.lachan.backup.signature;

import java.util.List;

/** What is to be thought of a signature: the three answers of ETSI EN 319 102-1. */
public sealed interface SignatureOutcome {

  /** It holds, and leads to a root we trust. */
  record Valid() implements SignatureOutcome {}

  /** It does not hold, whatever else may be learnt. */
  record Invalid(List<SignatureReason> reasons) implements SignatureOutcome {
    public Invalid {
      reasons = List.copyOf(reasons);
    }
  }

  /** It may hold, but the file and the trusted roots do not prove it. */
  record Undecidable(List<SignatureReason> reasons) implements SignatureOutcome {
    public Undecidable {
      reasons = List.copyOf(reasons);
    }
  }

  /** Why it is not valid; empty when it is. */
  default List<SignatureReason> why() {
    return switch (this) {
      case Valid _ -> List.of();
      case Invalid(List<SignatureReason> reasons) -> reasons;
      case Undecidable(List<SignatureReason> reasons) -> reasons;
    };
  }

  /** One or two words for people. */
  default String vietnamese() {
    return switch (this) {
      case Valid _ -> "hợp lệ";
      case Invalid _ -> "không hợp lệ";
      case Undecidable _ -> "không xác định";
    };
  }

  /** {@code valid}, {@code invalid} or {@code undecidable}, for programs. */
  default String code() {
    return switch (this) {
      case Valid _ -> "valid";
      case Invalid _ -> "invalid";
      case Undecidable _ -> "undecidable";
    };
  }
}
