package vn.lachan.backup.hash;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

/** The JDK's SHA-256, one message after the other. */
final class JdkHashEngine implements HashEngine {

  /** One call for a long message stays in the interpreter's code for long; short ones do not. */
  private static final int SLICE = 8192;

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public String name() {
    return "JDK SHA-256";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public boolean takesParts() {
    return false;
  }

  @Override
  public void hash(List<HashJob> jobs) {
    MessageDigest digest = newDigest();
    jobs.forEach(job -> hash(job, digest));
  }

  static void hash(HashJob job, MessageDigest digest) {
    if (!job.last || !job.begins()) {
      throw new IllegalArgumentException("the JDK's SHA-256 takes no parts");
    }
    int done = 0;
    while (job.length - done > SLICE) {
      digest.update(job.content, job.offset + done, SLICE);
      done += SLICE;
    }
    digest.update(job.content, job.offset + done, job.length - done);
    job.done(digest.digest());
  }
}
