package vn.lachan.events;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real test data beside the checkout, which is not part of the project. */
public final class TestData {

  /** The file or folder {@code name}; the test is skipped with a message where it is absent. */
  public static Path require(String name) {
    Path file = Path.of(System.getProperty("lachan.test-data", "../../shared/data"), name);
    Assumptions.assumeTrue(Files.exists(file), () -> "test data is absent: " + name);
    return file;
  }

  private TestData() {}
}
