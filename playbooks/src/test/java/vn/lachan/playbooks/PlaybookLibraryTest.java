package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaybookLibraryTest {
  @TempDir Path folder;

  @Test
  void everyPlaybookThatComesWithThePlatformCanRun() {
    PlaybookLibrary library = PlaybookLibrary.load(List.of());

    assertThat(library.rejected()).isEmpty();
    assertThat(library.playbooks())
        .allSatisfy(playbook -> assertThat(playbook.problems()).as(playbook.name()).isEmpty());
  }

  @Test
  void reportsFilesThatAreNoPlaybooksAndFoldersThatAreNotThere() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{");
    Files.writeString(folder.resolve("b.txt"), "left alone");
    Path missing = folder.resolve("missing");

    PlaybookLibrary library = PlaybookLibrary.load(List.of(folder, missing));

    assertThat(library.rejected())
        .extracting(PlaybookLibrary.Rejected::file)
        .containsExactly(folder.resolve("a.json").toString(), missing.toString());
  }

  @Test
  void keepsTheLatestVersionOfAPlaybook() {
    String old = TestPlaybook.named("cũ").modified("2026-01-01T00:00:00.000Z").json();
    String newer = TestPlaybook.named("mới").modified("2026-02-01T00:00:00.000Z").json();

    assertThat(PlaybookLibrary.of(List.of(newer, old)).playbooks())
        .singleElement()
        .extracting(Playbook::name)
        .isEqualTo("mới");
  }

  @Test
  void nobodySeesTheSecretsOfAPlaybookThatIsRefusedForThem() {
    String secret = "B1-mat-khau";
    String json =
        TestPlaybook.named("lộ mật khẩu")
            .json()
            .replaceFirst(
                "\\{",
                "{\"target_definitions\": {\"http-api--55555555-5555-4555-8555-555555555555\":"
                    + " {\"type\": \"http-api\", \"name\": \"A\", \"address\": {\"url\":"
                    + " [\"https://a.example\", \"https://lan:"
                    + secret
                    + "@b.example\"]}}},");

    Playbook playbook = PlaybookLibrary.of(List.of(json)).playbooks().getFirst();

    assertThat(playbook.source().toString()).contains(secret);
    assertThat(playbook.holdsSecrets()).isTrue();
    assertThat(playbook.shown().toString())
        .doesNotContain(secret)
        .contains("[\"https://a.example\",\"***\"]");
  }
}
