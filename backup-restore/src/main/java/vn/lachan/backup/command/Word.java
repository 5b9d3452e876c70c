package vn.lachan.backup.command;

/** One word of {@code lachan backup}. */
interface Word {

  /** What may be given to it. */
  Accepted accepted();

  /** Does it and returns the exit code. */
  int run(Call call);
}
