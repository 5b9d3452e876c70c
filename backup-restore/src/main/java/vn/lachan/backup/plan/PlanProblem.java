package vn.lachan.backup.plan;

import java.nio.file.Path;

/**
 * What is wrong with a file of plans.
 *
 * @param line from 1; 0 when the whole file is meant
 * @param message in Vietnamese
 */
public record PlanProblem(Path file, int line, String message) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
