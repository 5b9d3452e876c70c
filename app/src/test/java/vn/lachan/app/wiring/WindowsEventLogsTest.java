package vn.lachan.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Door;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.Way;
import vn.lachan.collector.input.EventLogFormat.Piece;
import vn.lachan.collector.input.EventLogFormat.Pieces;
import vn.lachan.collector.input.EventLogInput;
import vn.lachan.collector.input.EventLogSettings;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.Event;
import vn.lachan.events.EventQuery;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TestData;
import vn.lachan.events.TimeRange;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;

/** From published {@code .evtx} files to what a search finds. */
class WindowsEventLogsTest {
  private static final String CURL = "proc_creation_win_curl_custom_user_agent";

  @TempDir Path folder;

  private static Path evtx(String name) throws IOException {
    try (Stream<Path> files = Files.list(TestData.require("sigma/regression/dev/" + name))) {
      return files.filter(file -> file.toString().endsWith(".evtx")).findFirst().orElseThrow();
    }
  }

  private static List<Piece> pieces(byte[] file) throws IOException {
    Pieces pieces = new WindowsEventLogs().open(new ByteArrayInputStream(file));
    List<Piece> all = new ArrayList<>();
    for (var piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
      all.add(piece.get());
    }
    return all;
  }

  @Test
  void readsEveryChunkAndTellsOfEveryDamage() throws IOException {
    byte[] file = Files.readAllBytes(evtx(CURL));
    assertThat(pieces(file))
        .singleElement()
        .satisfies(piece -> {
          assertThat(piece.damages()).isEmpty();
          assertThat(piece.events())
              .singleElement()
              .satisfies(event -> {
                assertThat(event.number()).isEqualTo(1);
                assertThat(event.line())
                    .contains(
                        "\"record_id\":21475",
                        "\"Image\":\"C:\\\\Windows\\\\System32\\\\curl.exe\"");
              });
        });
    file[4096 + 600] ^= 1;
    assertThat(pieces(file)).flatExtracting(Piece::damages).isNotEmpty();
    assertThat(pieces(Arrays.copyOf(file, 4096)))
        .flatExtracting(Piece::damages)
        .singleElement()
        .asString()
        .contains("ends after 0 of 1 chunks");
    assertThat(pieces(new byte[0])).flatExtracting(Piece::damages).hasSize(1);
  }

  @Test
  void whatIsCopiedIntoTheFolderIsFoundByASearch() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.copy(evtx(CURL), logs.resolve("may1.evtx"));
    Files.copy(evtx(CURL), logs.resolve("once-more.evtx"));
    LogSource source = LogSource.of("may", LogSource.AUTO, "").withPaths(List.of(logs + "/*.evtx"));
    LogSources sources = new LogSources(List.of(source));
    SourceStatistics statistics = new SourceStatistics(sources, Clock.systemUTC());
    Pseudonymizer pseudonymizer = new Pseudonymizer(PseudonymKey.ephemeral());
    Registry registry = RegistryFiles.sampleRegistry();
    Normalizer normalizer = new Normalizer(sources, statistics, () -> registry, pseudonymizer);
    CountDownLatch both = new CountDownLatch(2);
    try (LuceneEventStore store =
        LuceneEventStore.open(folder.resolve("store"), LuceneSettings.DEFAULT)) {
      Door door =
          new Door(
              (List<RawLog> taken, Duration _) -> {
                store.append(taken.stream().map(normalizer::normalize).toList());
                taken.forEach(_ -> both.countDown());
                return new Receipt.Taken(CompletableFuture.completedFuture(null));
              },
              pseudonymizer,
              statistics);
      EventLogSettings settings =
          EventLogSettings.of("evtx-may", folder.resolve("state"))
              .withPollInterval(Duration.ofMillis(20));
      try (EventLogInput input =
          new EventLogInput(
              settings,
              source,
              new WindowsEventLogs(),
              door.through(Way.FILE),
              Clock.systemUTC())) {
        input.start();
        assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
      }
      store.refresh();
      List<Event> found =
          store
              .search(
                  new EventQuery(
                      "process.name:curl.exe event.code:1",
                      TimeRange.ALL,
                      OrganizationScope.PROVINCE),
                  Optional.empty(),
                  10)
              .events();

      assertThat(found)
          .singleElement()
          .satisfies(event ->
              assertThat(event.fields())
                  .containsEntry("event.dataset", "windows.winlogbeat")
                  .containsEntry("event.category", List.of("process"))
                  .containsEntry("host.name", "swachchhanda")
                  .containsEntry("process.parent.name", "cmd.exe")
                  .containsEntry("winlog.record_id", 21_475L));
    }
  }
}
