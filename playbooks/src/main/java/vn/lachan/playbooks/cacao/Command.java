package vn.lachan.playbooks.cacao;

import java.util.Collections;
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
   * @param type {@code http-api} or {@code openc2-http}
   * @param startLine for example {@code POST /notify HTTP/1.1}
   * @param content body as text; empty for none
   * @param base64 whether {@code content} is base64
   */
  record HttpApi(
      String type,
      String startLine,
      Map<String, List<String>> headers,
      String content,
      boolean base64)
      implements Command {
    public HttpApi {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
  }

  /**
   * A line for the command interpreter of a machine.
   *
   * @param type {@code ssh}, {@code bash} or {@code powershell}
   */
  record Shell(String type, String text) implements Command {}

  /**
   * A search over the events of the platform.
   *
   * @param type {@code sigma} (the text is a rule) or {@code elastic} (a query)
   */
  record Search(String type, String text) implements Command {}

  /**
   * A notice to people or a service; our own types.
   *
   * @param type {@code email} or {@code webhook}
   */
  record Notice(String type, String text) implements Command {}

  /** Any other type; refused when a run reaches it. */
  record Unknown(String type) implements Command {}
}
