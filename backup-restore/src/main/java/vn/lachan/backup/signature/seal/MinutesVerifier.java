package vn.lachan.backup.signature.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.lachan.backup.repository.Sha256;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.SignatureVerdict;

/**
 * Looks for a missing, moved or changed document in a {@link MinutesChain}.
 *
 * <p>That the last ones were taken away together with {@code dau-chuoi.txt} cannot be seen in the
 * folder: the number of drills from the history or the audit trail is to be compared, {@code
 * expected}.
 */
public final class MinutesVerifier {
  private final SignatureCheck check;

  public MinutesVerifier(SignatureCheck check) {
    this.check = check;
  }

  /** What a chain is worth. */
  public sealed interface Verdict {
    /**
     * Nothing is missing and every signature is valid.
     *
     * @param head SHA-256 of the last; empty when there is none
     * @param unsigned numbers of those that were chained without a key
     */
    record Intact(int minutes, String head, List<Integer> unsigned) implements Verdict {
      public Intact {
        unsigned = List.copyOf(unsigned);
      }
    }

    /** What is wrong, by number. */
    record Broken(int minutes, List<Problem> problems) implements Verdict {
      public Broken {
        problems = List.copyOf(problems);
      }
    }
  }

  /** What may be wrong with one document. */
  public enum Code {
    MISSING("thiếu biên bản"),
    MOVED("số trong biên bản khác số trên tên tệp"),
    NO_LINK("biên bản không ghi số và mã băm của biên bản trước"),
    PREVIOUS_CHANGED("mã băm biên bản trước không khớp: biên bản trước bị sửa hoặc thay"),
    SIGNATURE("chữ ký của biên bản không hợp lệ"),
    UNSIGNED("biên bản không ký số: ai ghi được thư mục thì lập lại được cả chuỗi"),
    NO_MINUTES("đợt diễn tập không có biên bản nào trong chuỗi"),
    HEAD("đầu chuỗi ghi một biên bản khác");

    private final String vietnamese;

    Code(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param number of the document that is wrong or missing
   */
  public record Problem(int number, Code code, String detail) {
    @Override
    public String toString() {
      return (code == Code.NO_MINUTES ? "" : MinutesChain.name(number) + ": ")
          + code.vietnamese()
          + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
  }

  /**
   * What must be there.
   *
   * @param minutes how many there must be at least
   * @param drills ids of the drills each of which must have minutes
   * @param acceptUnsigned whether minutes that were chained without a key will do
   */
  public record Expected(int minutes, List<String> drills, boolean acceptUnsigned) {
    public Expected {
      drills = List.copyOf(drills);
    }
  }

  /**
   * Checks the chain in {@code folder}, every minutes of which must be signed.
   *
   * @param expected how many minutes there must be at least
   * @throws SignatureException when the folder cannot be read
   */
  public Verdict verify(Path folder, int expected) {
    return verify(folder, new Expected(expected, List.of(), false));
  }

  /**
   * Checks the chain in {@code folder}.
   *
   * @throws SignatureException when the folder cannot be read
   */
  public Verdict verify(Path folder, Expected expected) {
    List<Problem> problems = new ArrayList<>();
    List<Integer> unsigned = new ArrayList<>();
    Set<String> drills = new HashSet<>();
    try {
      List<Path> files = MinutesChain.files(folder);
      int next = 1;
      String previous = "";
      boolean known = true;
      for (Path file : files) {
        int number = MinutesChain.number(file);
        for (; next < number; next++) {
          problems.add(new Problem(next, Code.MISSING, ""));
          known = false;
        }
        byte[] bytes = Files.readAllBytes(file);
        link(number, previous, known, bytes, problems);
        if (!signatures(number, file, expected, problems)) {
          unsigned.add(number);
        }
        MinutesChain.about(bytes).map(MinutesChain.About::drill).ifPresent(drills::add);
        previous = Sha256.of(bytes);
        known = true;
        next = number + 1;
      }
      tail(folder, next, previous, expected.minutes(), problems);
      int last = Math.max(1, next - 1);
      expected.drills().stream()
          .filter(drill -> !drills.contains(drill))
          .forEach(drill -> problems.add(new Problem(last, Code.NO_MINUTES, drill)));
      return problems.isEmpty()
          ? new Verdict.Intact(files.size(), previous, unsigned)
          : new Verdict.Broken(files.size(), problems);
    } catch (IOException e) {
      throw new SignatureException("không đọc được chuỗi biên bản " + folder, e);
    }
  }

  private static void link(
      int number, String previous, boolean known, byte[] bytes, List<Problem> problems) {
    Optional<MinutesChain.Link> link = MinutesChain.link(bytes);
    if (link.isEmpty()) {
      problems.add(new Problem(number, Code.NO_LINK, ""));
      return;
    }
    if (link.get().number() != number) {
      problems.add(new Problem(number, Code.MOVED, "số " + link.get().number()));
    } else if (known && !link.get().previous().equals(previous)) {
      problems.add(new Problem(number, Code.PREVIOUS_CHANGED, ""));
    }
  }

  /** Whether it has a signature. */
  private boolean signatures(int number, Path file, Expected expected, List<Problem> problems) {
    List<SignatureVerdict> verdicts = check.file(file);
    if (verdicts.isEmpty() && !expected.acceptUnsigned()) {
      problems.add(new Problem(number, Code.UNSIGNED, ""));
    }
    for (SignatureVerdict verdict : verdicts) {
      if (!verdict.isValid()) {
        problems.add(
            new Problem(number, Code.SIGNATURE, verdict.outcome().why().getFirst().vietnamese()));
      }
    }
    return !verdicts.isEmpty();
  }

  private static void tail(
      Path folder, int next, String previous, int expected, List<Problem> problems)
      throws IOException {
    Path head = folder.resolve(MinutesChain.HEAD);
    int last = next - 1;
    int promised = expected;
    if (Files.exists(head)) {
      String[] words = Files.readString(head).strip().split(" ", -1);
      int said = words[0].matches("[0-9]{1,9}") ? Integer.parseInt(words[0]) : 0;
      promised = Math.max(promised, said);
      if (words.length != 2 || (said == last && !words[1].equals(previous)) || said < last) {
        problems.add(new Problem(Math.max(last, 1), Code.HEAD, MinutesChain.HEAD));
      }
    } else if (last > 0) {
      problems.add(new Problem(last, Code.HEAD, "không có " + MinutesChain.HEAD));
    }
    for (int number = next; number <= promised; number++) {
      problems.add(new Problem(number, Code.MISSING, ""));
    }
  }
}
