package vn.lachan.backup.signature.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.Sha256;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignedDossiers;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePdf;

class MinutesChainTest {
  private static final Clock CLOCK = Clock.fixed(SignedDossiers.NOW, ZoneOffset.UTC);

  @TempDir Path folder;
  private Path minutes;
  private MinutesChain chain;
  private MinutesVerifier verifier;

  @BeforeEach
  void fourDrills() {
    minutes = folder.resolve("bien-ban");
    chain =
        new MinutesChain(
            minutes,
            new PdfSealer(SignedDossiers.pki().key(SampleIdentity.ORGANIZATION), null, CLOCK));
    verifier =
        new MinutesVerifier(
            new SignatureCheck(
                SignedDossiers.writeTrust(folder.resolve("trust")),
                SignatureSettings.DEFAULT,
                CLOCK));
    for (int i = 1; i <= 4; i++) {
      add(chain, i);
    }
  }

  private static MinutesChain.Sealed add(MinutesChain to, int drill) {
    return to.add(
        new MinutesChain.About("DT-" + drill, "FINISHED"),
        "Biên bản",
        "Tuyên Quang",
        (link, seal) -> SamplePdf.scan("Dien tap " + drill, 0, drill));
  }

  private MinutesChain unsigned() {
    return new MinutesChain(minutes, Optional.empty());
  }

  private Path file(int number) {
    return minutes.resolve(MinutesChain.name(number));
  }

  private List<MinutesVerifier.Problem> problems(int expected) {
    return switch (verifier.verify(minutes, expected)) {
      case MinutesVerifier.Verdict.Intact _ -> List.of();
      case MinutesVerifier.Verdict.Broken broken -> broken.problems();
    };
  }

  private static MinutesVerifier.Problem problem(int number, MinutesVerifier.Code code) {
    return new MinutesVerifier.Problem(number, code, "");
  }

  @Test
  void isIntactWhenNothingHappened() {
    MinutesVerifier.Verdict verdict = verifier.verify(minutes, 4);

    assertThat(verdict).isInstanceOf(MinutesVerifier.Verdict.Intact.class);
    assertThat(((MinutesVerifier.Verdict.Intact) verdict).minutes()).isEqualTo(4);
    assertThat(chain.next().previous())
        .isEqualTo(((MinutesVerifier.Verdict.Intact) verdict).head());
  }

  @Test
  void seesAMissingOneInTheMiddle() throws IOException {
    Files.delete(file(2));

    assertThat(problems(0)).containsExactly(problem(2, MinutesVerifier.Code.MISSING));
  }

  @Test
  void seesAMissingOneAtTheEnd() throws IOException {
    Files.delete(file(4));
    assertThat(problems(0)).containsExactly(problem(4, MinutesVerifier.Code.MISSING));

    Files.writeString(
        minutes.resolve(MinutesChain.HEAD), "3 " + Sha256.of(Files.readAllBytes(file(3))));
    assertThat(problems(0)).isEmpty();
    assertThat(problems(4)).containsExactly(problem(4, MinutesVerifier.Code.MISSING));
  }

  @Test
  void seesTwoThatChangedPlaces() throws IOException {
    Path aside = minutes.resolve("x");
    Files.move(file(2), aside);
    Files.move(file(3), file(2));
    Files.move(aside, file(3));

    assertThat(problems(0))
        .extracting(MinutesVerifier.Problem::code)
        .contains(MinutesVerifier.Code.MOVED);
  }

  @Test
  void seesAChangedOne() throws IOException {
    byte[] bytes = Files.readAllBytes(file(2));
    bytes[200] ^= 1;
    Files.write(file(2), bytes);

    assertThat(problems(0))
        .extracting(MinutesVerifier.Problem::number, MinutesVerifier.Problem::code)
        .contains(
            org.assertj.core.groups.Tuple.tuple(2, MinutesVerifier.Code.SIGNATURE),
            org.assertj.core.groups.Tuple.tuple(3, MinutesVerifier.Code.PREVIOUS_CHANGED));
  }

  @Test
  void seesOneSignedAnewWithAnotherContent() {
    MinutesChain.Link second = MinutesChain.link(read(file(2))).orElseThrow();
    Path other = folder.resolve("khac");
    MinutesChain forger =
        new MinutesChain(
            other,
            new PdfSealer(SignedDossiers.pki().key(SampleIdentity.ORGANIZATION), null, CLOCK));
    add(forger, 1);
    copy(file(1), other.resolve(MinutesChain.name(1)));
    forger.add(
        new MinutesChain.About("DT-2", "FINISHED"),
        "Biên bản",
        "",
        (link, seal) -> {
          assertThat(link).isEqualTo(second);
          return SamplePdf.scan("Khac", 0, 9);
        });
    copy(other.resolve(MinutesChain.name(2)), file(2));

    assertThat(problems(0)).containsExactly(problem(3, MinutesVerifier.Code.PREVIOUS_CHANGED));
  }

  @Test
  void givesEveryoneAPlaceOfHisOwn() throws Exception {
    MinutesChain other = unsigned();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<MinutesChain.Sealed>> two =
          List.of(() -> add(chain, 5), () -> add(chain, 6), () -> add(chain, 7));
      assertThat(threads.invokeAll(two))
          .extracting(done -> done.get().link().number())
          .containsExactlyInAnyOrder(5, 6, 7);
    }
    assertThat(add(other, 8).link().number()).isEqualTo(8);
  }

  @Test
  void chainsWithoutAKeyAndSaysSo() throws IOException {
    List<String> printed = new ArrayList<>();
    MinutesChain.Sealed fifth =
        unsigned()
            .add(
                new MinutesChain.About("DT-5", "STOPPED"),
                "Biên bản",
                "",
                (link, seal) -> {
                  printed.add(seal.vietnamese());
                  return SamplePdf.scan("Nam", 0, 5);
                });
    add(chain, 6);

    assertThat(fifth.seal().level()).isEqualTo(MinutesChain.Level.UNSIGNED);
    assertThat(printed).singleElement().asString().startsWith("KHÔNG ký số");
    assertThat(MinutesChain.link(read(file(6))).orElseThrow().previous()).isEqualTo(fifth.sha256());
    assertThat(problems(6)).containsExactly(problem(5, MinutesVerifier.Code.UNSIGNED));
    MinutesVerifier.Expected accepting =
        new MinutesVerifier.Expected(6, List.of("DT-5", "DT-6"), true);
    assertThat(verifier.verify(minutes, accepting))
        .isInstanceOfSatisfying(
            MinutesVerifier.Verdict.Intact.class,
            intact -> assertThat(intact.unsigned()).containsExactly(5));

    byte[] bytes = read(file(5));
    bytes[200] ^= 1;
    Files.write(file(5), bytes);
    assertThat(verifier.verify(minutes, accepting))
        .isInstanceOfSatisfying(
            MinutesVerifier.Verdict.Broken.class,
            broken ->
                assertThat(broken.problems())
                    .contains(problem(6, MinutesVerifier.Code.PREVIOUS_CHANGED)));
  }

  @Test
  void namesTheDrillThatHasNoMinutes() {
    MinutesVerifier.Expected expected =
        new MinutesVerifier.Expected(0, List.of("DT-1", "DT-2", "DT-9"), false);
    assertThat(verifier.verify(minutes, expected))
        .isInstanceOfSatisfying(
            MinutesVerifier.Verdict.Broken.class,
            broken ->
                assertThat(broken.problems())
                    .singleElement()
                    .hasToString("đợt diễn tập không có biên bản nào trong chuỗi (DT-9)"));
  }

  @Test
  void signsWithoutATimeStampWhenNoneCanBeHadAndSaysSo() {
    TimestampAuthority down =
        sha256 -> {
          throw new SignatureException("không lấy được dấu thời gian từ http://tsa");
        };
    MinutesChain stamped =
        new MinutesChain(
            minutes,
            new PdfSealer(SignedDossiers.pki().key(SampleIdentity.ORGANIZATION), down, CLOCK));

    MinutesChain.Sealed fifth = add(stamped, 5);

    assertThat(fifth.seal().level()).isEqualTo(MinutesChain.Level.SIGNED);
    assertThat(fifth.seal().vietnamese()).contains("KHÔNG có dấu thời gian", "http://tsa");
    assertThat(problems(5)).isEmpty();
  }

  @Test
  void writesForAThreadThatWasStopped() {
    Thread.currentThread().interrupt();
    add(chain, 5);

    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    assertThat(problems(5)).isEmpty();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.write(to, read(from));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
