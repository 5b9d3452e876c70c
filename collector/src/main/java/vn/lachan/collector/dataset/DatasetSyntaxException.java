package vn.lachan.collector.dataset;

import org.yaml.snakeyaml.nodes.Node;

/** A file that is no dataset; never leaves this package. */
final class DatasetSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final String field;

  DatasetSyntaxException(Node node, String field, String message) {
    super(message);
    this.line = node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    this.field = field;
  }

  DatasetProblem problem(String file) {
    return new DatasetProblem(file, line, field, String.valueOf(getMessage()));
  }
}
