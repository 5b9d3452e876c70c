package vn.lachan.backup.command;

import java.nio.file.Files;
import java.nio.file.Path;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.seal.MinutesVerifier;

/** Checks that no signed minutes of drills are missing, moved or changed. */
final class MinutesWord implements Word {

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
    return switch (new MinutesVerifier(check).verify(folder, given.number("expect", 0))) {
      case MinutesVerifier.Verdict.Intact(int minutes, String head) -> {
        call.output()
            .write(
                "chuỗi %d biên bản nguyên vẹn; SHA-256 của biên bản cuối: %s"
                    .formatted(minutes, head),
                "intact",
                true,
                "minutes",
                minutes,
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
