package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.backend.BackendAccessFile.Result;

class BackendAccessFileTest {

  @TempDir Path folder;

  private Result read(String yaml) throws IOException {
    return BackendAccessFile.read(Files.writeString(folder.resolve("kho.yml"), yaml));
  }

  @Test
  void readsEveryKey() throws IOException {
    Result result =
        read(
            """
            user: sao-luu
            password-file: kho.password
            token-file: /etc/lachan/token
            key-file: id
            known-hosts: known_hosts
            ca-file: ca.pem
            access-key: AKIA1
            secret-key-file: s3.secret
            region: vn-1
            object-lock: {mode: governance, retention: 30d}
            rates:
              - {days: T2-T6, from: "07:00", to: "17:30", rate: 2MB}
            connections: 8
            connect-timeout: 5s
            timeout: 2m
            attempts: 3
            """);

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Read.class,
            read -> {
              BackendAccess access = read.access();
              assertThat(access.user()).isEqualTo("sao-luu");
              assertThat(access.passwordFile()).isEqualTo(folder.resolve("kho.password"));
              assertThat(access.tokenFile()).isEqualTo(Path.of("/etc/lachan/token"));
              assertThat(access.knownHosts()).isEqualTo(folder.resolve("known_hosts"));
              assertThat(access.objectLock())
                  .isEqualTo(
                      new ObjectLockSettings(
                          ObjectLockSettings.Mode.GOVERNANCE, Duration.ofDays(30)));
              assertThat(access.rates())
                  .containsExactly(
                      new RateWindow(
                          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                          LocalTime.of(7, 0),
                          LocalTime.of(17, 30),
                          2 << 20));
              assertThat(access.transfer().connections()).isEqualTo(8);
              assertThat(access.transfer().timeout()).isEqualTo(Duration.ofMinutes(2));
              assertThat(access.transfer().retry().attempts()).isEqualTo(3);
            });
  }

  @Test
  void anEmptyFileMeansTheDefaults() throws IOException {
    assertThat(read("")).isEqualTo(new Result.Read(BackendAccess.NONE));
  }

  @Test
  void namesEveryProblemWithItsLine() throws IOException {
    Result result =
        read(
            """
            pasword-file: kho.password
            timeout: soon
            connections: 0
            object-lock: {mode: STRICT, retention: 30d}
            rates:
              - {days: T9, rate: 2MB}
              - {rate: fast}
              - {from: noon, rate: 1MB}
            """);

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).startsWith("1: khoá không biết: pasword-file"),
                        p -> assertThat(p).startsWith("2: timeout"),
                        p -> assertThat(p).startsWith("3: connections"),
                        p -> assertThat(p).startsWith("4: object-lock"),
                        p -> assertThat(p).startsWith("6: days"),
                        p -> assertThat(p).startsWith("7: rate"),
                        p -> assertThat(p).startsWith("8: from")));
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    assertThat(BackendAccessFile.read(folder.resolve("khong-co.yml")))
        .isInstanceOf(Result.Refused.class);
  }
}
