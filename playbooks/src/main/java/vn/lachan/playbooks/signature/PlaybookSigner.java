package vn.lachan.playbooks.signature;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs playbooks as the worked example of OASIS does: the hexadecimal SHA-256 of the canonical
 * form is what the key signs. Signing makes no new version of a playbook.
 */
public final class PlaybookSigner {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final SigningKey key;
  private final Clock clock;

  /**
   * Who signs and until when.
   *
   * @param createdBy STIX identity; empty for none
   * @param validUntil null for no end
   */
  public record Signee(String name, String createdBy, @Nullable Instant validUntil) {
    public Signee {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a signature names who signed");
      }
    }
  }

  public PlaybookSigner(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** A copy of {@code playbook} with one more signature. */
  public ObjectNode sign(ObjectNode playbook, Signee signee) {
    ObjectNode copy = playbook.deepCopy();
    ObjectNode signature = fresh(copy, signee);
    signature.put("value", value(copy, List.of(signature)));
    ArrayNode list =
        copy.get("signatures") instanceof ArrayNode there ? there : copy.putArray("signatures");
    list.add(signature);
    return copy;
  }

  /**
   * A copy of {@code playbook} whose signature {@code id} is counter-signed, after those that
   * counter-sign it already.
   *
   * @throws IllegalArgumentException when there is no such signature
   */
  public ObjectNode counterSign(ObjectNode playbook, String id, Signee signee) {
    ObjectNode copy = playbook.deepCopy();
    List<ObjectNode> chain = new ArrayList<>();
    JsonNode list = copy.path("signatures");
    for (JsonNode candidate : list) {
      if (candidate instanceof ObjectNode object && id.equals(object.path("id").asString(""))) {
        chain.add(object);
      }
    }
    if (chain.size() != 1) {
      throw new IllegalArgumentException("the playbook has no signature " + id);
    }
    while (chain.getLast().get("signature") instanceof ObjectNode inner) {
      chain.add(inner);
    }
    ObjectNode counter = fresh(copy, signee);
    ObjectNode outer = chain.getLast();
    chain.add(counter);
    counter.put("value", value(copy, chain));
    outer.set("signature", counter);
    return copy;
  }

  private ObjectNode fresh(ObjectNode playbook, Signee signee) {
    String now = MILLISECONDS.format(clock.instant());
    ObjectNode signature = MAPPER.createObjectNode();
    signature.put("type", "jss").put("id", "jss--" + UUID.randomUUID());
    if (!signee.createdBy().isEmpty()) {
      signature.put("created_by", signee.createdBy());
    }
    signature.put("created", now).put("modified", now).put("signee", signee.name());
    signature.put("valid_from", now);
    if (signee.validUntil() != null) {
      signature.put("valid_until", MILLISECONDS.format(signee.validUntil()));
    }
    return signature
        .put("related_to", playbook.path("id").asString(""))
        .put("related_version", playbook.path("modified").asString(""))
        .put("hash_algorithm", "sha-256")
        .put("algorithm", key.algorithm().word())
        .put("public_key", Base64.getEncoder().encodeToString(key.publicKey().getEncoded()));
  }

  private String value(ObjectNode playbook, List<ObjectNode> chain) {
    byte[] canonical = CanonicalJson.of(PlaybookSignatures.signed(playbook, chain));
    try {
      byte[] value = key.sign(PlaybookSignatures.hexDigest("SHA-256", canonical));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    } catch (GeneralSecurityException e) {
      throw new SigningException(key, e);
    }
  }
}
