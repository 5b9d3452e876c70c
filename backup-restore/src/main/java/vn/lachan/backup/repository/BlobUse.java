package vn.lachan.backup.repository;

import java.io.IOException;

/** What is done with a blob that was read and hashes to its id. */
public interface BlobUse {

  /** Sees the first {@code length} bytes of {@code content}, which are good until this returns. */
  void with(byte[] content, int length) throws IOException;
}
