package vn.lachan.detection.sigma;

/**
 * Which logs a rule is for, or what an event is. An empty part of a rule's log source fits
 * anything.
 */
public record LogSource(String product, String category, String service) {

  /** Whether an event of {@code actual} is of this source. */
  public boolean covers(LogSource actual) {
    return fits(product, actual.product)
        && fits(category, actual.category)
        && fits(service, actual.service);
  }

  private static boolean fits(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }

  /** For example {@code windows/process_creation} or {@code lachan/-/dvc.motcua}. */
  @Override
  public String toString() {
    String head = orDash(product) + "/" + orDash(category);
    return service.isEmpty() ? head : head + "/" + service;
  }

  private static String orDash(String part) {
    return part.isEmpty() ? "-" : part;
  }
}
