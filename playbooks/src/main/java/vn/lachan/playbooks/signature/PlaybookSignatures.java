package vn.lachan.playbooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.playbooks.signature.SignatureCheck.Dialect;
import vn.lachan.playbooks.signature.SignatureCheck.Match;
import vn.lachan.playbooks.signature.SignatureCheck.Standing;

/**
 * Checks the signatures of playbooks. Stateless.
 *
 * <p>What is signed is the whole playbook with only that one signature, without its value and
 * without what counter-signs it. A counter-signature stands within the signature it signs; for it,
 * the outer one is there with its value.
 */
public final class PlaybookSignatures {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_LEVELS = 10;
  private static final int MOST_SIGNATURES = 100;

  /** Every signature, counter-signatures after the one they sign; at most 100. */
  public static List<SignatureCheck> verify(JsonNode playbook, TrustedKeys keys, Instant now) {
    List<SignatureCheck> checks = new ArrayList<>();
    JsonNode signatures = playbook.get("signatures");
    if (playbook instanceof ObjectNode root && signatures != null && signatures.isArray()) {
      for (int i = 0; i < Math.min(signatures.size(), MOST_SIGNATURES); i++) {
        if (signatures.get(i) instanceof ObjectNode signature) {
          verify(root, List.of(signature), "/signatures/" + i, keys, now, checks);
        }
      }
    }
    return checks;
  }

  /**
   * Whether one of {@code keys} stands behind the playbook at {@code now}, by a signature of its
   * own or by counter-signing one that matches.
   */
  public static boolean isSignedBy(JsonNode playbook, TrustedKeys keys, Instant now) {
    List<SignatureCheck> checks = verify(playbook, keys, now);
    return checks.stream()
        .filter(check -> check.isGood() && keys.contains(check.key()))
        .anyMatch(check -> outerMatch(checks, check));
  }

  private static boolean outerMatch(List<SignatureCheck> checks, SignatureCheck inner) {
    return checks.stream()
        .filter(outer -> inner.path().startsWith(outer.path() + "/"))
        .allMatch(outer -> outer.match() == Match.MATCHES);
  }

  private static void verify(
      ObjectNode root,
      List<ObjectNode> chain,
      String path,
      TrustedKeys keys,
      Instant now,
      List<SignatureCheck> checks) {
    ObjectNode signature = chain.getLast();
    checks.add(check(root, chain, path, keys, now));
    boolean more = chain.size() < MOST_LEVELS && checks.size() < MOST_SIGNATURES;
    if (more && signature.get("signature") instanceof ObjectNode counter) {
      List<ObjectNode> deeper = new ArrayList<>(chain);
      deeper.add(counter);
      verify(root, deeper, path + "/signature", keys, now, checks);
    }
  }

  private static SignatureCheck check(
      ObjectNode root, List<ObjectNode> chain, String path, TrustedKeys keys, Instant now) {
    ObjectNode signature = chain.getLast();
    Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.of(text(signature, "algorithm"));
    Optional<PublicKey> key = key(signature, keys);
    Dialect dialect = null;
    Match match;
    if (algorithm.isEmpty() || hashName(signature).isEmpty()) {
      match = Match.UNKNOWN_ALGORITHM;
    } else if (key.isEmpty()) {
      match = Match.NO_KEY;
    } else {
      dialect = dialect(root, chain, algorithm.get(), key.get());
      match = dialect == null ? Match.ALTERED : Match.MATCHES;
    }
    return new SignatureCheck(
        path,
        text(signature, "id"),
        text(signature, "signee"),
        text(signature, "algorithm"),
        key.map(Keys::fingerprint).orElse(""),
        match,
        dialect,
        standing(root, signature, now),
        time(signature, "valid_until"),
        chain.size() > 1);
  }

  /** Tries what programs are known to sign, in the order of {@link Dialect}. */
  private static @Nullable Dialect dialect(
      ObjectNode root, List<ObjectNode> chain, SignatureAlgorithm algorithm, PublicKey key) {
    String value = text(chain.getLast(), "value");
    String hash = hashName(chain.getLast()).orElse("SHA-256");
    ObjectNode signed = signed(root, chain);
    try {
      byte[] canonical = CanonicalJson.of(signed);
      for (Dialect dialect : Dialect.values()) {
        byte[] data =
            switch (dialect) {
              case OASIS -> hexDigest(hash, canonical);
              case ROASTER -> hexDigest(hash, CanonicalJson.of(CanonicalJson.withoutEmpty(signed)));
              case PLAIN -> canonical;
            };
        byte[] bytes = dialect == Dialect.ROASTER ? hex(value) : base64url(value);
        if (bytes.length > 0 && verify(algorithm, key, data, bytes)) {
          return dialect;
        }
      }
    } catch (UncanonicalException _) {
      return null;
    }
    return null;
  }

  /** The playbook with nothing but the chain of signatures down to the one in question. */
  static ObjectNode signed(ObjectNode root, List<ObjectNode> chain) {
    ObjectNode innermost = chain.getLast().deepCopy();
    innermost.remove("value");
    innermost.remove("signature");
    for (int i = chain.size() - 2; i >= 0; i--) {
      ObjectNode outer = chain.get(i).deepCopy();
      outer.set("signature", innermost);
      innermost = outer;
    }
    ObjectNode copy = root.deepCopy();
    ArrayNode only = MAPPER.createArrayNode();
    only.add(innermost);
    copy.set("signatures", only);
    return copy;
  }

  /** As the worked example of OASIS does: the digest is signed as 64 hexadecimal characters. */
  static byte[] hexDigest(String hash, byte[] canonical) {
    return HexFormat.of()
        .formatHex(Keys.digest(hash, canonical))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean verify(
      SignatureAlgorithm algorithm, PublicKey key, byte[] data, byte[] value) {
    try {
      Signature signature = Signature.getInstance(algorithm.bouncyCastle(), Keys.PROVIDER);
      signature.initVerify(key);
      signature.update(data);
      return signature.verify(value);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false; // a key of another kind, or a value of another length
    }
  }

  private static Optional<PublicKey> key(ObjectNode signature, TrustedKeys keys) {
    String given = text(signature, "public_key");
    JsonNode chain = signature.get("public_cert_chain");
    try {
      if (!given.isBlank()) {
        return Optional.of(Keys.publicKey(Keys.base64(given.replaceAll("-----[^-]*-----", ""))));
      }
      if (chain != null && chain.isArray() && !chain.isEmpty()) {
        byte[] certificate = Keys.base64(chain.get(0).asString(""));
        return Optional.of(
            Keys.publicKey(TrustedKeys.certificate(certificate).getPublicKey().getEncoded()));
      }
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
    return keys.byThumbprint(text(signature, "thumbprint"));
  }

  private static Standing standing(ObjectNode root, ObjectNode signature, Instant now) {
    boolean other =
        !agrees(signature, "related_to", text(root, "id"))
            || !agrees(signature, "related_version", text(root, "modified"));
    JsonNode revoked = signature.get("revoked");
    Instant from = time(signature, "valid_from");
    Instant until = time(signature, "valid_until");
    if (revoked != null && revoked.asBoolean(false)) {
      return Standing.REVOKED;
    }
    if (other) {
      return Standing.OTHER_PLAYBOOK;
    }
    if (from != null && now.isBefore(from)) {
      return Standing.NOT_YET;
    }
    return until != null && !now.isBefore(until) ? Standing.EXPIRED : Standing.IN_FORCE;
  }

  private static boolean agrees(ObjectNode signature, String member, String expected) {
    return !signature.has(member) || text(signature, member).equals(expected);
  }

  private static Optional<String> hashName(ObjectNode signature) {
    return switch (text(signature, "hash_algorithm")) {
      case "sha-256", "sha256", "" -> Optional.of("SHA-256");
      case "sha-384", "sha384" -> Optional.of("SHA-384");
      case "sha-512", "sha512" -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }

  private static byte[] base64url(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static @Nullable Instant time(ObjectNode node, String member) {
    try {
      String text = text(node, member);
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException _) {
      return Instant.EPOCH; // an unreadable end is one that has passed
    }
  }

  private static String text(ObjectNode node, String member) {
    JsonNode value = node.get(member);
    return value != null && value.isString() ? value.stringValue() : "";
  }

  private PlaybookSignatures() {}
}
