package vn.lachan.incidents;

/** There is no such thing, or it lies outside the scope of who asked: both look the same. */
public final class NotFoundException extends RuntimeException {
  private final String kind;
  private final String id;

  public NotFoundException(String kind, String id) {
    super("no " + kind + " " + id);
    this.kind = kind;
    this.id = id;
  }

  /** What was looked for, for example {@code alert}. */
  public String kind() {
    return kind;
  }

  public String id() {
    return id;
  }
}
