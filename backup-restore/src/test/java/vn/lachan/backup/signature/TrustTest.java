package vn.lachan.backup.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  @TempDir Path folder;

  @Test
  void readsRootsWithTheirFamilies() {
    Trust trust = SignedDossiers.writeTrust(folder);

    assertThat(trust.problems()).isEmpty();
    assertThat(trust.roots())
        .extracting(TrustedRoot::family)
        .containsExactly(CertificateFamily.CIVIL_SERVICE, CertificateFamily.PUBLIC);
    assertThat(trust.intermediates()).hasSize(2);
  }

  @Test
  void refusesBadEntriesWithFileAndLine() throws IOException {
    SignedDossiers.writeTrust(folder);
    Files.writeString(folder.resolve("hong.pem"), "không phải chứng thư");
    Files.writeString(
        folder.resolve("trust.yml"),
        """
        roots:
          - {file: root-cong-vu.pem, family: cong-vu}
          - {file: root-cong-cong.pem, family: cong-ty}
          - {file: hong.pem, family: cong-cong}
          - {file: ca-cong-vu.pem, family: cong-vu}
          - {file: ../../etc/passwd, family: khac}
          - {family: khac}
        intermediates:
          - file: khong-co.pem
        other: []
        """);

    Trust trust = Trust.load(folder);

    assertThat(trust.roots()).hasSize(1);
    assertThat(trust.problems())
        .extracting(TrustProblem::line)
        .containsExactly(3, 4, 5, 6, 7, 9, 10);
    assertThat(trust.problems().getFirst().toString()).contains("trust.yml:3: family phải là");
  }

  @Test
  void believesNobodyWithoutAFolder() {
    Trust trust = Trust.load(folder.resolve("khong-co"));

    assertThat(trust.roots()).isEmpty();
    assertThat(trust.problems()).hasSize(1);
  }
}
