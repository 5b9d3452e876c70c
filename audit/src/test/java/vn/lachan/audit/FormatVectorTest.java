package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.audit.TestEntries.ESCALATE;
import static vn.lachan.audit.TestEntries.LOGIN;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reproduces the test vector printed in docs/formats/audit-trail.md. */
class FormatVectorTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "formats", "audit-trail.md");

  private static String resource(String name) throws IOException {
    try (InputStream in = FormatVectorTest.class.getResourceAsStream("vector/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesTheRecordsOfTheVector() throws IOException {
    AuditRecord first = RecordCodec.link(1, AuditTrailContract.NOW, LOGIN, Digests.ZERO);
    AuditRecord second =
        RecordCodec.link(2, AuditTrailContract.NOW.plusMillis(1500), ESCALATE, first.digest());
    assertThat(line(RecordCodec.encode(first)) + line(RecordCodec.encode(second)))
        .isEqualTo(resource("audit-0000000000000000001.ndjson"));
  }

  @Test
  void acceptsTheCheckpointOfTheVector() throws IOException {
    byte[] line = resource("checkpoints.ndjson").strip().getBytes(StandardCharsets.UTF_8);
    Optional<Checkpoint> checkpoint = CheckpointCodec.decode(line);
    VerifyingKey key =
        VerifyingKey.parse(resource("audit-key.pub.pem").getBytes(StandardCharsets.UTF_8));
    assertThat(checkpoint).map(Checkpoint::sequence).contains(2L);
    assertThat(checkpoint).map(Checkpoint::key).contains(key.id());
    assertThat(checkpoint.filter(key::verifies)).isPresent();
  }

  @Test
  void standsInTheDocumentLetterByLetter() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (String file :
        new String[] {
          "audit-0000000000000000001.ndjson", "checkpoints.ndjson", "audit-key.pub.pem"
        }) {
      assertThat(document).contains("```\n" + resource(file) + "```");
    }
  }

  private static String line(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8) + "\n";
  }
}
