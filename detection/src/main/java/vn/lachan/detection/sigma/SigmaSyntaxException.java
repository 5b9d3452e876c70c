package vn.lachan.detection.sigma;

import org.yaml.snakeyaml.nodes.Node;

/** Ends the reading of one document; {@link SigmaParser} turns it into a {@link SigmaProblem}. */
final class SigmaSyntaxException extends RuntimeException {
  private final int line;
  private final int column;

  SigmaSyntaxException(Node node, String reason) {
    this(node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, reason);
  }

  SigmaSyntaxException(int line, int column, String reason) {
    super(reason);
    this.line = line;
    this.column = column;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
