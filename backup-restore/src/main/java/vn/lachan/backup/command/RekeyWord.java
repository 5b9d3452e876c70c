package vn.lachan.backup.command;

import vn.lachan.backup.RepositoryCopy;

/** Copies a whole repository into a fresh one with a new key and reads it back. */
final class RekeyWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(
        0, "new-password", "to", "to-access-file", "to-password-env", "to-password-file");
  }

  @Override
  public int run(Call call) {
    return CopyWord.show(
        call,
        false,
        new RepositoryCopy(call.audit(), call.settings())
            .rekey(call.place(), call.target(), call.given().has("new-password"), call.actor()));
  }
}
