package vn.lachan.playbooks.cacao;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import vn.lachan.playbooks.signature.SignatureAlgorithm;

/** Whether the signatures of a playbook, and those upon them, are ones that can be verified. */
final class SignatureChecks {
  private static final List<String> KEYS =
      List.of("public_key", "public_cert_chain", "cert_url", "thumbprint");
  private static final Pattern HASH = Pattern.compile("(?i)sha-?(256|384|512)");

  /** base64url, as OASIS writes a value, and hexadecimal, as Roaster does. */
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_+/-]+={0,2}");

  private final JsonNode root;
  private final Findings findings;
  private final ShapeChecks shapes;
  private final Set<String> seen = new HashSet<>();

  SignatureChecks(JsonNode root, Findings findings) {
    this.root = root;
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void run() {
    JsonNode signatures = root.get("signatures");
    if (signatures != null && signatures.isArray()) {
      for (int i = 0; i < signatures.size(); i++) {
        String at = "/signatures/" + i;
        shapes.check(at, signatures.get(i), Shape.SIGNATURE);
        chain(at, signatures.get(i));
      }
    }
  }

  /** A signature and those that countersign it, from the outside in. */
  private void chain(String outermost, JsonNode first) {
    String at = outermost;
    for (JsonNode node = first; node != null && node.isObject(); node = node.get("signature")) {
      signature(at, node);
      at += "/signature";
    }
  }

  private void signature(String at, JsonNode node) {
    shapes.typeIs(at, node, "jss");
    shapes.order(at, node, "created", "modified", true);
    shapes.order(at, node, "valid_from", "valid_until", false);
    belongs(at, node, "related_to", JsonView.text(root, "id"));
    belongs(at, node, "related_version", JsonView.text(root, "modified"));
    if (KEYS.stream().noneMatch(node::has)) {
      findings.add(FindingCode.MISSING_DETAIL, at, String.join(" / ", KEYS));
    }
    String id = JsonView.text(node, "id");
    if (!id.isEmpty() && !seen.add(id)) {
      findings.add(FindingCode.NAMED_TWICE, at + "/id", "signatures", id);
    }
    String algorithm = JsonView.text(node, "algorithm");
    usable(at, node, "algorithm", SignatureAlgorithm.of(algorithm).isPresent());
    String hash = JsonView.text(node, "hash_algorithm");
    usable(at, node, "hash_algorithm", HASH.matcher(hash).matches());
    usable(at, node, "value", VALUE.matcher(JsonView.text(node, "value")).matches());
  }

  private void usable(String at, JsonNode node, String property, boolean usable) {
    String given = JsonView.text(node, property);
    if (!given.isBlank() && !usable) {
      findings.add(FindingCode.SIGNATURE_UNUSABLE, at + "/" + property, property, given);
    }
  }

  private void belongs(String at, JsonNode node, String property, String expected) {
    String given = JsonView.text(node, property);
    if (!given.isEmpty() && !given.equals(expected)) {
      findings.add(FindingCode.SIGNATURE_OF_ANOTHER, at + "/" + property, property, given);
    }
  }
}
