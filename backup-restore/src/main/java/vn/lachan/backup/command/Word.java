package vn.lachan.backup.command;

/** One word of {@code lachan backup}. */
interface Word {

  /** Does it and returns the exit code. */
  int run(Call call);
}
