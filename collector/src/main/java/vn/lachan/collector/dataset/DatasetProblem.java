package vn.lachan.collector.dataset;

/**
 * Why a file was refused.
 *
 * @param file name of the file
 * @param line line of the file, from 1; 0 when it is about the whole file
 * @param field the key that is wrong; may be empty
 * @param message what is wrong, one sentence
 */
public record DatasetProblem(String file, int line, String field, String message) {

  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (field.isEmpty() ? "" : field + ": ")
        + message;
  }
}
