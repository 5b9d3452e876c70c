package vn.lachan.playbooks.cacao;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One command of an action step. The vocabulary is open: what we do not know is kept by name. */
public sealed interface Command {

  /** The word of the type, for example {@code http-api}. */
  String type();

  /** For a person. */
  record Manual(String text) implements Command {
    @Override
    public String type() {
      return "manual";
    }
  }

  /**
   * A call of a web interface.
   *
   * @param startLine for example {@code POST /notify HTTP/1.1}
   * @param content body as text; empty for none
   * @param base64 whether {@code content} is base64
   */
  record HttpApi(
      String startLine, Map<String, List<String>> headers, String content, boolean base64)
      implements Command {
    public HttpApi {
      headers = Map.copyOf(new LinkedHashMap<>(headers));
    }

    @Override
    public String type() {
      return "http-api";
    }
  }

  /** Any other type; refused when a run reaches it. */
  record Unknown(String type) implements Command {}
}
