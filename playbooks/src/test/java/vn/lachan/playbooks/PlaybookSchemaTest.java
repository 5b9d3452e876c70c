package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;

/** Our extension leaves a playbook what it is to others: judged by the schemas OASIS publishes. */
class PlaybookSchemaTest {
  private static final String SCHEMAS =
      "https://raw.githubusercontent.com/oasis-open/cacao-json-schemas/main/schemas/";

  private static Schema schema;

  @BeforeAll
  static void readSchemas() {
    Path folder = TestData.require("cacao/oasis-cacao-json-schemas/schemas");
    schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7, it -> it.schemas(name -> text(folder, name)))
            .getSchema(SchemaLocation.of(SCHEMAS + "playbook.json"));
  }

  private static String text(Path folder, String name) {
    assertThat(name).startsWith(SCHEMAS);
    try {
      return Files.readString(folder.resolve(name.substring(SCHEMAS.length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Playbook> bundled() {
    return PlaybookLibrary.load(List.of()).playbooks();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void aPlaybookWithOurExtensionIsValidCacao(Playbook playbook) {
    assertThat(playbook.source().path("extension_definitions").isEmpty()).isFalse();
    assertThat(schema.validate(playbook.source())).extracting(Error::toString).isEmpty();
  }

  /** Otherwise nothing above was judged. */
  @Test
  void theSchemasAreApplied() {
    JsonNode broken = bundled().getFirst().source().deepCopy();
    ((ObjectNode) broken).put("spec_version", "cacao-9");
    assertThat(schema.validate(broken))
        .extracting(error -> error.getInstanceLocation().toString())
        .contains("/spec_version");
  }
}
