package vn.lachan.backup.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.seal.MinutesVerifier;

/** Checks that no signed minutes of drills are missing, moved or changed. */
final class MinutesWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(2, "accept-unsigned", "expect", "trust");
  }

  @Override
  public int run(Call call) {
    CommandArguments given = call.given();
    if (!given.word(0, "verify").equals("verify")) {
      throw new WrongUsageException("không có lệnh minutes " + given.word(0, ""));
    }
    Path folder = Call.path(given.word(1, "thư mục biên bản"));
    if (!Files.isDirectory(folder)) {
      throw new WrongUsageException("không có thư mục " + folder);
    }
    SignatureCheck check =
        new SignatureCheck(
            VerifySignaturesWord.trust(call), SignatureSettings.DEFAULT, call.clock());
    return switch (new MinutesVerifier(check).verify(folder, expected(call))) {
      case MinutesVerifier.Verdict.Intact(int minutes, String head, List<Integer> unsigned) -> {
        if (!unsigned.isEmpty()) {
          call.complain("không ký số: biên bản " + unsigned);
        }
        call.output()
            .write(
                "chuỗi %d biên bản nguyên vẹn%s; SHA-256 của biên bản cuối: %s"
                    .formatted(
                        minutes,
                        unsigned.isEmpty() ? "" : ", %d KHÔNG ký số".formatted(unsigned.size()),
                        head),
                "intact",
                true,
                "minutes",
                minutes,
                "unsigned",
                unsigned,
                "head",
                head);
        yield 0;
      }
      case MinutesVerifier.Verdict.Broken broken -> {
        broken.problems().forEach(problem -> show(problem, call.output()));
        call.output()
            .write(
                "chuỗi biên bản KHÔNG nguyên vẹn: %d lỗi".formatted(broken.problems().size()),
                "intact",
                false,
                "minutes",
                broken.minutes(),
                "problems",
                broken.problems().size());
        yield 1;
      }
    };
  }

  /** Every drill that was published or has a result must have minutes. */
  private static MinutesVerifier.Expected expected(Call call) {
    CommandArguments given = call.given();
    List<String> ids =
        given.has("history")
            ? Stream.concat(
                    call.drills().published().stream().map(DrillPlan::id),
                    call.drills().drills(Integer.MAX_VALUE).reversed().stream()
                        .map(drill -> drill.report().id()))
                .distinct()
                .toList()
            : List.of();
    return new MinutesVerifier.Expected(
        given.number("expect", 0), ids, given.has("accept-unsigned"));
  }

  private static void show(MinutesVerifier.Problem problem, CommandOutput output) {
    output.write(
        problem.toString(),
        "number",
        problem.number(),
        "code",
        problem.code().name(),
        "detail",
        problem.detail());
  }
}
