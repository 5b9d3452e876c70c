package vn.lachan.playbooks.cacao;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * Whether a playbook survives its canonical form (RFC 8785), which knows only numbers of double
 * precision and whole characters. The depth of the JSON is limited before.
 */
final class ExactnessChecks {
  private final Findings findings;

  ExactnessChecks(Findings findings) {
    this.findings = findings;
  }

  void run(JsonNode root) {
    look("", root);
  }

  private void look(String at, JsonNode node) {
    if (node.isString()) {
      text(at, node.stringValue());
    } else if (node.isNumber()) {
      number(at, node.decimalValue());
    } else if (node.isObject()) {
      node.properties()
          .forEach(entry -> {
            String pointer = at + "/" + JsonView.escape(entry.getKey());
            text(pointer, entry.getKey());
            look(pointer, entry.getValue());
          });
    } else {
      for (int i = 0; i < node.size(); i++) {
        look(at + "/" + i, node.get(i));
      }
    }
  }

  private void text(String at, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        findings.add(FindingCode.BROKEN_TEXT, at);
        return;
      }
    }
  }

  private void number(String at, BigDecimal number) {
    double nearest = number.doubleValue();
    boolean exact =
        Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
    if (!exact) {
      findings.add(FindingCode.INEXACT_NUMBER, at, number.toString());
    }
  }
}
