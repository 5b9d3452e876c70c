package vn.lachan.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.playbooks.PlaybookLibrary;
import vn.lachan.playbooks.signature.PlaybookSignatures;
import vn.lachan.playbooks.signature.PlaybookSigner;
import vn.lachan.playbooks.signature.SignatureCheck;
import vn.lachan.playbooks.signature.SigningKey;
import vn.lachan.playbooks.signature.TrustedKeys;

/** The words of {@code lachan playbook} about signatures. */
final class PlaybookSigning {
  private final Clock clock;

  PlaybookSigning(Clock clock) {
    this.clock = clock;
  }

  /** Every signature of every file; done when all match, and one is of a trusted key if asked. */
  int verify(List<String> files, Arguments given, Commands.Output output) {
    TrustedKeys keys = TrustedKeys.load(given.all("trust").stream().map(Path::of).toList());
    Instant now = time(given, "at", clock.instant());
    int worst = Command.DONE;
    for (String name : files) {
      JsonNode playbook = playbook(name, output);
      worst =
          Math.max(
              worst,
              playbook == null ? Command.USAGE : verify(name, playbook, keys, now, given, output));
    }
    return worst;
  }

  private static int verify(
      String name,
      JsonNode playbook,
      TrustedKeys keys,
      Instant now,
      Arguments given,
      Commands.Output output) {
    List<SignatureCheck> checks = PlaybookSignatures.verify(playbook, keys, now);
    boolean asked = !given.all("trust").isEmpty();
    checks.forEach(check -> print(name, check, keys, given.flag("json"), output));
    boolean all =
        !checks.isEmpty()
            && checks.stream().allMatch(c -> c.match() == SignatureCheck.Match.MATCHES);
    boolean trusted = !asked || PlaybookSignatures.isSignedBy(playbook, keys, now);
    String verdict = checks.isEmpty() ? "không có chữ ký" : all ? "chữ ký đúng" : "chữ ký sai";
    output
        .err()
        .printf("%s: %s%s%n", name, verdict, trusted ? "" : ", không có chữ ký của khóa tin cậy");
    return all && trusted ? Command.DONE : Command.PROBLEM;
  }

  private static void print(
      String name, SignatureCheck check, TrustedKeys keys, boolean json, Commands.Output output) {
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("file", name);
      row.put("signature", check);
      row.put("trusted", keys.contains(check.key()));
      output.out().println(PlaybookCommand.JSON.writeValueAsString(row));
      return;
    }
    SignatureCheck.Dialect dialect = check.dialect();
    output
        .out()
        .printf(
            "%s: %s: %s (%s%s), %s; %s; khóa %s%s%n",
            name,
            check.path(),
            check.match().vietnamese(),
            check.algorithm(),
            dialect == null ? "" : ", " + dialect,
            check.standing().vietnamese(),
            check.signee(),
            check.key().isEmpty() ? "không rõ" : check.key(),
            keys.contains(check.key()) ? ", tin cậy" : "");
  }

  /** Writes the signed playbook to {@code --out} or the standard output. */
  int sign(String name, Arguments given, Commands.Output output) {
    if (!(playbook(name, output) instanceof ObjectNode playbook)) {
      return Command.USAGE;
    }
    PlaybookSigner signer = new PlaybookSigner(key(given), clock);
    Instant never = Instant.MAX;
    Instant until = time(given, "valid-until", never);
    PlaybookSigner.Signee signee =
        new PlaybookSigner.Signee(
            required(given, "signee"),
            given.option("created-by").orElse(""),
            until.equals(never) ? null : until);
    ObjectNode signed;
    try {
      signed =
          given
              .option("counter-sign")
              .map(id -> signer.counterSign(playbook, id, signee))
              .orElseGet(() -> signer.sign(playbook, signee));
    } catch (IllegalArgumentException e) {
      throw new Arguments.UsageException("lachan playbook: " + e.getMessage());
    }
    return write(signed, given, output);
  }

  private static int write(ObjectNode signed, Arguments given, Commands.Output output) {
    String text =
        PlaybookCommand.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(signed) + "\n";
    if (given.option("out").isEmpty()) {
      output.out().print(text);
      return Command.DONE;
    }
    Path out = Path.of(given.option("out").get());
    try {
      Files.writeString(out, text);
      return Command.DONE;
    } catch (IOException e) {
      output.err().println("lachan playbook: cannot write " + out + ": " + e.getMessage());
      return Command.USAGE;
    }
  }

  private static SigningKey key(Arguments given) {
    char[] password = password(Path.of(required(given, "password-file")));
    String alias = given.option("alias").orElse(null);
    if (given.option("pkcs11").isPresent()) {
      return SigningKey.fromPkcs11(Path.of(given.option("pkcs11").get()), password, alias);
    }
    return SigningKey.fromPkcs12(Path.of(required(given, "keystore")), password, alias);
  }

  /** A password is never an argument, where every user of the machine could see it. */
  private static char[] password(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).stripTrailing().toCharArray();
    } catch (IOException e) {
      throw new Arguments.UsageException("cannot read the password file " + file);
    }
  }

  private static String required(Arguments given, String name) {
    return given
        .option(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new Arguments.UsageException("--" + name + " is needed"));
  }

  private static Instant time(Arguments given, String name, Instant standard) {
    try {
      return given.option(name).map(Instant::parse).orElse(standard);
    } catch (DateTimeException e) {
      throw new Arguments.UsageException("--" + name + " needs a time like 2026-11-22T00:00:00Z");
    }
  }

  private static @Nullable JsonNode playbook(String name, Commands.Output output) {
    byte[] file = PlaybookCommand.read(name, output);
    if (file == null) {
      return null;
    }
    PlaybookLibrary library = PlaybookLibrary.ofFile(file);
    if (library.rejected().isEmpty()) {
      return library.playbooks().getFirst().source();
    }
    var problem = library.rejected().getFirst().problems().getFirst();
    output.err().printf("%s: %s %s%n", name, problem.message(), problem.english());
    return null;
  }
}
