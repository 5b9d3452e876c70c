package vn.lachan.backup.hash;

import java.util.List;

/**
 * Hashes byte ranges with SHA-256 (FIPS 180-4). Every engine gives the same digests. Safe for
 * several threads.
 */
public sealed interface HashEngine permits JdkHashEngine, VectorHashEngine {

  /** For people: what it is and how wide. */
  String name();

  /** How many ranges it hashes side by side; giving it fewer wastes the rest. */
  int lanes();

  /** Whether it takes messages in parts; else only jobs that are whole messages. */
  boolean takesParts();

  /** Does every job; afterwards each has its digest. */
  void hash(List<HashJob> jobs);
}
