package vn.lachan.backup.signature.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
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
      chain.append(SamplePdf.scan("Dien tap " + i, 0, i), chain.next(), "Biên bản", "Tuyên Quang");
    }
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
    forger.append(read(file(1)), forger.next(), "", "");
    copy(file(1), other.resolve(MinutesChain.name(1)));
    forger.append(SamplePdf.scan("Khac", 0, 9), second, "Biên bản", "");
    copy(other.resolve(MinutesChain.name(2)), file(2));

    assertThat(problems(0)).containsExactly(problem(3, MinutesVerifier.Code.PREVIOUS_CHANGED));
  }

  @Test
  void refusesMinutesWrittenForAnotherPlace() {
    MinutesChain.Link link = chain.next();
    chain.append(SamplePdf.scan("Nam", 0, 5), link, "", "");

    assertThatThrownBy(() -> chain.append(SamplePdf.scan("Sau", 0, 6), link, "", ""))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("số 5");
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
