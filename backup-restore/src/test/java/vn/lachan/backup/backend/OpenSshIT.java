package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.TestRepositories;

/** OpenSSH's own server as the other machine, with an Ed25519 host key and user key. */
class OpenSshIT implements BackendContract {

  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final Path KEYGEN = Path.of("/usr/bin/ssh-keygen");
  private static final AtomicInteger NEXT = new AtomicInteger();

  @TempDir static Path folder;
  private static Process sshd;
  private static int port;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(SSHD) && Files.isExecutable(KEYGEN),
        "skipped: no OpenSSH server (apt install openssh-server)");
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: sshd wants root here");
    run(KEYGEN.toString(), "-q", "-t", "ed25519", "-N", "", "-f", file("host_key"));
    run(KEYGEN.toString(), "-q", "-t", "ed25519", "-N", "", "-f", file("id"));
    Files.createDirectories(Path.of("/run/sshd"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String configuration =
        """
        ListenAddress 127.0.0.1:%d
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        PermitRootLogin prohibit-password
        Subsystem sftp internal-sftp
        """
            .formatted(port, file("host_key"), file("id.pub"));
    Path file = Files.writeString(folder.resolve("sshd_config"), configuration);
    sshd =
        new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    awaitListening();
    knownHosts("host_key.pub", "known_hosts");
    knownHosts("id.pub", "wrong_hosts");
  }

  private static void awaitListening() throws IOException {
    BufferedReader lines = sshd.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("Server listening")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {}));
        return;
      }
    }
    throw new AssertionError("sshd ended");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void knownHosts(String key, String name) throws IOException {
    String line = "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve(key));
    Files.writeString(folder.resolve(name), line);
  }

  @AfterAll
  static void stop() {
    if (sshd != null) {
      sshd.destroy();
    }
  }

  private static RepositoryLocation.Sftp location(Path path) {
    return new RepositoryLocation.Sftp("root", "127.0.0.1", port, path.toString());
  }

  private static SftpBackend open(Path path, String knownHosts) {
    return new SftpBackend(
        location(path), TestAccess.sftp(folder.resolve("id"), folder.resolve(knownHosts)));
  }

  @Override
  public Backend backend() {
    return open(folder.resolve("kho-" + NEXT.getAndIncrement()), "known_hosts");
  }

  @Test
  void refusesAnotherHostKey() {
    try (Backend backend = open(folder.resolve("kho"), "wrong_hosts")) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.list(FileKind.KEY))
          .withMessageContaining("which is not the one in");
    }
  }

  /** The layout is the local one, so restic reads it both on that machine and over SFTP. */
  @Test
  void stockResticReadsWhatWeWroteThere() throws IOException, InterruptedException {
    Path place = folder.resolve("kho-restic");
    Path password = TestAccess.secret(folder.resolve("password"), "bi mat");
    byte[] content = "một hồ sơ".getBytes(StandardCharsets.UTF_8);
    try (RepositoryPassword secret = RepositoryPassword.read(password);
        Repository repository =
            Repository.create(
                open(place, "known_hosts"),
                secret,
                TestRepositories.SMALL,
                TestRepositories.CLOCK)) {
      repository.save(BlobType.DATA, content, 0, content.length);
      repository.flush();
    }
    assertThat(Restic.require(place, password).call("check", "--read-data"))
        .matches(answer -> answer.exit() == 0);

    List<String> ssh = new ArrayList<>(List.of("ssh", "-p", Integer.toString(port)));
    ssh.addAll(List.of("-o", "UserKnownHostsFile=" + file("known_hosts"), "-i", file("id")));
    ssh.addAll(List.of("root@127.0.0.1", "-s", "sftp"));
    Path remote = Path.of("sftp:root@127.0.0.1:" + place);
    assertThat(
            Restic.require(remote, password)
                .call("-o", "sftp.command=" + String.join(" ", ssh), "check", "--read-data"))
        .matches(answer -> answer.exit() == 0);
  }
}
