package vn.lachan.backup.repository;

import java.util.Locale;

/** What a blob holds: a piece of a file, or the list of files of one folder. */
public enum BlobType {
  DATA,
  TREE;

  /** The word indexes and messages use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
