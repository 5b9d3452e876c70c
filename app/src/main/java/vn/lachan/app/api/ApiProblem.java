package vn.lachan.app.api;

import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * Something that the one who asked has to be told; the text comes from {@code problems.properties}.
 */
final class ApiProblem extends RuntimeException {
  private final HttpStatus status;
  private final String code;
  private final List<Object> arguments;

  ApiProblem(HttpStatus status, String code, Object... arguments) {
    super(code + " " + List.of(arguments));
    this.status = status;
    this.code = code;
    this.arguments = List.of(arguments);
  }

  /**
   * There is no such thing, or the one who asks may not see it: both look the same from outside.
   */
  static ApiProblem notFound(String what) {
    return new ApiProblem(HttpStatus.NOT_FOUND, "NOT_FOUND", what);
  }

  HttpStatus status() {
    return status;
  }

  String code() {
    return code;
  }

  Object[] arguments() {
    return arguments.toArray();
  }
}
