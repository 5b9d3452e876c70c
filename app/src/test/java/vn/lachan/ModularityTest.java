package vn.lachan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** A second opinion on the boundaries between the modules. */
class ModularityTest {

  /** Sub-packages that are doors of their own: a way in or out, a store, a key, a language. */
  private static final List<String> DOORS =
      List.of(
          "vn.lachan.app.command",
          "vn.lachan.backup.backend",
          "vn.lachan.backup.command",
          "vn.lachan.backup.drill",
          "vn.lachan.backup.plan",
          "vn.lachan.backup.progress",
          "vn.lachan.backup.repository.Backend",
          "vn.lachan.backup.repository.KeptKeys",
          "vn.lachan.backup.retention",
          "vn.lachan.backup.source",
          "vn.lachan.backup.signature",
          "vn.lachan.collector.dataset",
          "vn.lachan.collector.forward",
          "vn.lachan.collector.geo",
          "vn.lachan.collector.health",
          "vn.lachan.collector.input",
          "vn.lachan.collector.journal",
          "vn.lachan.collector.kafka",
          "vn.lachan.collector.otlp",
          "vn.lachan.collector.privacy",
          "vn.lachan.detection.backtest",
          "vn.lachan.detection.baseline",
          "vn.lachan.detection.correlation",
          "vn.lachan.detection.coverage",
          "vn.lachan.detection.evtx",
          "vn.lachan.detection.rulebook",
          "vn.lachan.incidents.clock",
          "vn.lachan.incidents.delivery",
          "vn.lachan.incidents.evidence",
          "vn.lachan.incidents.handling",
          "vn.lachan.incidents.measure",
          "vn.lachan.incidents.notice",
          "vn.lachan.incidents.queue",
          "vn.lachan.incidents.sharing",
          "vn.lachan.incidents.store.Transactions",
          "vn.lachan.incidents.task",
          "vn.lachan.playbooks.cacao.CacaoLimits",
          "vn.lachan.playbooks.signature",
          "vn.lachan.playbooks.vault",
          "vn.lachan.reports.draft",
          "vn.lachan.reports.pack",
          "vn.lachan.simulator.send");

  /** Looking at every class takes long: once is enough. */
  private static final ApplicationModules MODULES =
      ApplicationModules.of(
          "vn.lachan",
          DescribedPredicate.describe(
              "tests that travel between the modules",
              type ->
                  type.getSource()
                      .filter(source -> source.getUri().toString().contains("-tests.jar"))
                      .isPresent()));

  @Test
  void everyFolderIsAModule() {
    assertThat(MODULES.stream().map(module -> module.getIdentifier().toString()))
        .contains(
            "audit",
            "registry",
            "events",
            "collector",
            "detection",
            "incidents",
            "playbooks",
            "backup",
            "reports",
            "simulator",
            "app");
  }

  /** {@code -Dlachan.modules.update=true} writes the picture anew. */
  @Test
  void thePictureInTheDocumentsIsTrue() throws IOException {
    Path folder = Path.of("target", "modules");
    new Documenter(MODULES, Documenter.Options.defaults().withOutputFolder(folder.toString()))
        .writeModulesAsPlantUml();
    List<String> drawn =
        Files.readAllLines(folder.resolve("components.puml")).stream().sorted().toList();
    Path kept = Path.of("..", "docs", "modules.puml");
    if (Boolean.getBoolean("lachan.modules.update")) {
      Files.copy(folder.resolve("components.puml"), kept, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Files.readAllLines(kept).stream().sorted()).containsExactlyElementsOf(drawn);
  }

  @Test
  void modulesUseEachOtherOnlyThroughTheirDoors() {
    List<String> violations =
        MODULES.detectViolations().getMessages().stream()
            .filter(message -> DOORS.stream().noneMatch(message::contains))
            .toList();
    assertThat(violations).isEmpty();
  }
}
