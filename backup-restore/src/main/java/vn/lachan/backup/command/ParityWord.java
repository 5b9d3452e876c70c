package vn.lachan.backup.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.parity.Parity;
import vn.lachan.backup.parity.ParityReport;
import vn.lachan.backup.parity.ParitySettings;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;

/** Makes, verifies and uses parity against bit rot. */
final class ParityWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(
        1, "parity", "share", "to", "to-access-file", "to-password-env", "to-password-file");
  }

  @Override
  public int run(Call call) {
    String what = call.given().word(0, "create, verify hoặc heal");
    try (Repository repository = call.place().open()) {
      return switch (what) {
        case "create" -> create(call, repository);
        case "verify" -> verify(call, repository);
        case "heal" -> heal(call, repository);
        default ->
            throw new WrongUsageException("parity create, verify hoặc heal, không có " + what);
      };
    }
  }

  private static Parity parity(Call call, Repository repository) {
    CommandArguments given = call.given();
    if (given.has("parity")) {
      return new Parity(repository, Call.path(given.required("parity")));
    }
    if (Call.location(given, "repo") instanceof RepositoryLocation.Local(Path folder)) {
      return new Parity(repository, folder.resolve("parity"));
    }
    throw new WrongUsageException("kho không nằm trên máy này: cần --parity THƯ-MỤC");
  }

  private static int create(Call call, Repository repository) {
    ParitySettings usual = ParitySettings.DEFAULT;
    ParitySettings settings;
    try {
      settings =
          new ParitySettings(
              call.given().share("share", usual.share()), usual.groupSize(), usual.blockBytes());
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException("--share phải lớn hơn 0% và không quá 100%");
    }
    try (RepositoryLock lock = RepositoryLock.shared(repository, Machine.current())) {
      lock.requireHeld();
      repository.loadIndex();
      return show(call, parity(call, repository).create(settings));
    }
  }

  private static int verify(Call call, Repository repository) {
    repository.loadIndexTolerant();
    return show(call, parity(call, repository).verify());
  }

  private static int heal(Call call, Repository repository) {
    try (RepositoryLock lock = RepositoryLock.exclusive(repository, Machine.current());
        Repository second = second(call)) {
      lock.requireHeld();
      repository.loadIndex();
      return show(call, parity(call, repository).heal(second));
    }
  }

  private static @Nullable Repository second(Call call) {
    if (!call.given().has("to")) {
      return null;
    }
    Repository second = call.target().open();
    second.loadIndex();
    return second;
  }

  private static int show(Call call, ParityReport report) {
    report
        .damaged()
        .forEach(damage ->
            call.output()
                .write(
                    text(damage),
                    "pack",
                    damage.pack().toString(),
                    "outcome",
                    damage.outcome().name(),
                    "lost",
                    damage.lost(),
                    "blocks",
                    damage.blocks(),
                    "blocksBeyond",
                    damage.blocksBeyond()));
    report
        .unprotected()
        .forEach(pack ->
            call.output().write("Chưa được bảo vệ: data/" + pack, "unprotected", pack.toString()));
    report.problems().forEach(problem -> call.output().write("LỖI " + problem, "problem", problem));
    call.output()
        .write(
            "%d gói trong %d nhóm được bảo vệ; dữ liệu chẵn lẻ bằng %.1f%%"
                .formatted(
                    report.packs(),
                    report.groups(),
                    report.packBytes() == 0
                        ? 0.0
                        : 100.0 * report.parityBytes() / report.packBytes()),
            "packs",
            report.packs(),
            "groups",
            report.groups(),
            "packBytes",
            report.packBytes(),
            "parityBytes",
            report.parityBytes());
    return report.isSound() ? 0 : 1;
  }

  private static String text(ParityReport.Damage damage) {
    String pack = "data/" + damage.pack();
    String what =
        damage.lost() ? "mất gói " + pack : "gói " + pack + " hỏng " + damage.blocks() + " khối";
    return switch (damage.outcome()) {
      case CAN_BE_HEALED -> "Chữa được: " + what;
      case HEALED -> "Đã chữa bằng dữ liệu chẵn lẻ: " + what;
      case FETCHED -> "Đã lấy lại từ kho thứ hai: " + what;
      case REPLACED -> "Đã lưu lại các mảnh từ kho thứ hai: " + what;
      case BEYOND ->
          "KHÔNG chữa được: "
              + what
              + ", "
              + damage.blocksBeyond()
              + " khối vượt quá phần dự phòng";
    };
  }
}
