package vn.lachan.backup.repository;

/** A file of the repository is not what was written. {@code resource} says which. */
public final class CorruptRepositoryException extends RepositoryException {

  private final String resource;

  public CorruptRepositoryException(String reason, String resource) {
    super(reason + " (" + resource + ")", null);
    this.resource = resource;
  }

  /** The damaged file or blob, for example {@code snapshots/4bf1…} or {@code data blob 07a3…}. */
  public String resource() {
    return resource;
  }
}
