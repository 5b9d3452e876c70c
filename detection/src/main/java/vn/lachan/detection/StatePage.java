package vn.lachan.detection;

/**
 * A page of a detector's state: what changed since the page before it.
 *
 * @param number pages are numbered one after the other
 * @param neededFrom the pages from this one to {@code number}, in their order, are the whole state;
 *     older ones need not be kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StatePage(long number, long neededFrom, byte[] bytes) {
  public StatePage {
    if (neededFrom < 1 || neededFrom > number) {
      throw new IllegalArgumentException("page " + number + " cannot need " + neededFrom);
    }
  }
}
