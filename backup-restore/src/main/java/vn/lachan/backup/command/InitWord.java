package vn.lachan.backup.command;

import vn.lachan.backup.BackupRepository;

/** Makes a repository. */
final class InitWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(0, "new-password");
  }

  @Override
  public int run(Call call) {
    BackupRepository place = call.place();
    place
        .create(call.given().has("new-password"))
        .ifPresent(problem -> {
          throw new WrongUsageException(problem);
        });
    String location = place.location().toString();
    call.output().write("Đã tạo kho " + location, "repository", location);
    return 0;
  }
}
