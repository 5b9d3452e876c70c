package vn.lachan.backup.signature.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     */
    record Intact(int minutes, String head) implements Verdict {}

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
      return MinutesChain.name(number)
          + ": "
          + code.vietnamese()
          + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
  }

  /**
   * Checks the chain in {@code folder}.
   *
   * @param expected how many minutes there must be at least
   * @throws SignatureException when the folder cannot be read
   */
  public Verdict verify(Path folder, int expected) {
    List<Problem> problems = new ArrayList<>();
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
        signatures(number, file, problems);
        previous = Sha256.of(bytes);
        known = true;
        next = number + 1;
      }
      tail(folder, next, previous, expected, problems);
      return problems.isEmpty()
          ? new Verdict.Intact(files.size(), previous)
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

  private void signatures(int number, Path file, List<Problem> problems) {
    List<SignatureVerdict> verdicts = check.file(file);
    if (verdicts.isEmpty()) {
      problems.add(new Problem(number, Code.SIGNATURE, "không có chữ ký"));
    }
    for (SignatureVerdict verdict : verdicts) {
      if (!verdict.isValid()) {
        problems.add(
            new Problem(number, Code.SIGNATURE, verdict.outcome().why().getFirst().vietnamese()));
      }
    }
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
