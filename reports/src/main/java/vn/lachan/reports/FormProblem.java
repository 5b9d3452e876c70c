package vn.lachan.reports;

/** Why a form was refused. */
public record FormProblem(String file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
