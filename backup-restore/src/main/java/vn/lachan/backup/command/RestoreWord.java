package vn.lachan.backup.command;

import java.nio.file.Path;
import vn.lachan.backup.Restore;
import vn.lachan.backup.RestoreTarget;
import vn.lachan.backup.archive.Extractor;

/** Restores to an empty folder, goes on with a stopped restore, or restores in place. */
final class RestoreWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(1, "in-place", "include", "resume", "target", "verify");
  }

  @Override
  public int run(Call call) {
    CommandArguments given = call.given();
    boolean inPlace = given.has("in-place");
    if (inPlace && given.has("resume")) {
      throw new WrongUsageException("chọn --resume hoặc --in-place, không cả hai");
    }
    Path folder =
        inPlace && !given.has("target") ? Path.of("/") : Call.path(given.required("target"));
    Extractor.Existing existing =
        inPlace
            ? Extractor.Existing.IN_PLACE
            : given.has("resume") ? Extractor.Existing.RESUME : Extractor.Existing.REFUSE;
    RestoreTarget target =
        new RestoreTarget(folder, given.all("include"), existing, inPlace || given.has("verify"));
    Restore restore = new Restore(call.audit(), call.settings(), call.clock());
    String snapshot = given.word(0, "ảnh chụp");
    return CommandReports.show(
        call.watched(() -> restore.run(call.place(), snapshot, target, call.actor())),
        call.output(),
        call.err());
  }
}
