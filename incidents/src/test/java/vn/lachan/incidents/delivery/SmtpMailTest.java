package vn.lachan.incidents.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.incidents.delivery.SmtpServer.Security;
import vn.lachan.incidents.delivery.TestMailServer.Identity;

/** Against a real SMTP server over a real socket. */
class SmtpMailTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);
  private static final String TO = "truc.ban@tuyenquang.gov.vn";
  private static final String SUBJECT =
      "[Lá Chắn] SC-2026-042: Thời hạn báo cáo đã quá IR-24H (mức M1), xử lý ngay";

  @TempDir Path folder;

  private static SmtpMail mail(
      int port, Security security, @Nullable Path authority, Optional<MailLogin> login) {
    return new SmtpMail(
        new SmtpServer(
            "localhost",
            port,
            security,
            "la-chan@tuyenquang.gov.vn",
            authority,
            Duration.ofSeconds(2)),
        () -> login,
        CLOCK);
  }

  private static SmtpMail plain(int port) {
    return mail(port, Security.NONE, null, Optional.empty());
  }

  @Test
  void sendsVietnameseAsTheStandardsWantIt() throws Exception {
    try (TestMailServer server = TestMailServer.plain()) {
      String text = "Thời hạn: IR-24H, đến 08:00 ngày 21/11/2026.\n";
      assertThat(plain(server.port()).send(List.of(TO), SUBJECT, text, "row-1"))
          .isInstanceOf(Posted.Taken.class);
      MimeMessage message = server.messages().getFirst();
      assertThat(message.getSubject()).isEqualTo(SUBJECT);
      assertThat(message.getHeader("Subject", null))
          .as("RFC 2047")
          .contains("=?UTF-8?")
          .matches("\\p{ASCII}*");
      assertThat(message.getContentType()).containsIgnoringCase("charset=utf-8");
      assertThat(message.getContent().toString().replace("\r\n", "\n")).isEqualTo(text);
      assertThat(message.getMessageID()).isEqualTo("<row-1@tuyenquang.gov.vn>");
      assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
      assertThat(server.recipients()).containsExactly(TO);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nBcc: other@example.com", "a\nX: y", "a\rb", "a\u0000b", "a\u0085b", ""})
  void refusesASubjectThatWouldBecomeAHeader(String subject) {
    try (TestMailServer server = TestMailServer.plain()) {
      assertThat(plain(server.port()).send(List.of(TO), subject, "text", "row-1"))
          .isInstanceOf(Posted.Refused.class);
      assertThat(server.texts()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.vn\r\nBcc: other@example.com",
        "a@b.vn,c@d.vn",
        "Lan <a@b.vn>",
        "a b@c.vn",
        "a@b@c.vn",
        "a@-b.vn",
        "",
        "a@b.vn>",
        "lâm@b.vn"
      })
  void refusesARecipientThatIsNotOnePlainAddress(String to) {
    try (TestMailServer server = TestMailServer.plain()) {
      assertThat(plain(server.port()).send(List.of(to), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.Refused.class);
      assertThat(server.texts()).isEmpty();
    }
  }

  @Test
  void logsInOverStartTlsWithACheckedCertificate() throws IOException {
    Identity identity = Identity.of("localhost");
    Path authority = identity.pem(folder.resolve("ca.pem"));
    Optional<MailLogin> login =
        Optional.of(new MailLogin(TestMailServer.USER, TestMailServer.PASSWORD));
    try (TestMailServer server = TestMailServer.startTls(identity)) {
      assertThat(
              mail(server.port(), Security.STARTTLS, authority, login)
                  .send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.Taken.class);
      assertThat(
              mail(
                      server.port(),
                      Security.STARTTLS,
                      authority,
                      Optional.of(new MailLogin(TestMailServer.USER, "sai")))
                  .send(List.of(TO), "Thử", "text", "row-2"))
          .isEqualTo(new Posted.NotNow("Máy chủ thư không nhận tài khoản, mật khẩu."));
      assertThat(server.texts()).hasSize(1);
      assertThat(server.texts().getFirst()).doesNotContain(TestMailServer.PASSWORD);
    }
  }

  @Test
  void sendsOverTlsFromTheFirstByte() throws IOException {
    Identity identity = Identity.of("localhost");
    Path authority = identity.pem(folder.resolve("ca.pem"));
    try (TestMailServer server = TestMailServer.tls(identity)) {
      assertThat(
              mail(server.port(), Security.TLS, authority, Optional.empty())
                  .send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.Taken.class);
    }
  }

  @Test
  void sendsNothingToAServerWhoseCertificateIsNotTrustedOrNamesAnother() throws IOException {
    Identity identity = Identity.of("localhost");
    Identity other = Identity.of("mail.example");
    try (TestMailServer server = TestMailServer.tls(identity);
        TestMailServer wrongName = TestMailServer.tls(other)) {
      assertThat(
              mail(server.port(), Security.TLS, null, Optional.empty())
                  .send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.NotNow.class);
      assertThat(
              mail(
                      wrongName.port(),
                      Security.TLS,
                      other.pem(folder.resolve("other.pem")),
                      Optional.empty())
                  .send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.NotNow.class);
      assertThat(server.texts()).isEmpty();
      assertThat(wrongName.texts()).isEmpty();
    }
  }

  @Test
  void sendsNothingToAServerThatOffersNoTls() {
    try (TestMailServer server = TestMailServer.plain()) {
      assertThat(
              mail(server.port(), Security.STARTTLS, null, Optional.empty())
                  .send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.NotNow.class);
      assertThat(server.texts()).isEmpty();
    }
  }

  @Test
  void tellsALaterFromANever() {
    try (TestMailServer server = TestMailServer.plain()) {
      server.refuse(1, 451);
      assertThat(plain(server.port()).send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.NotNow.class);
      server.refuse(1, 554);
      assertThat(plain(server.port()).send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.Refused.class);
      assertThat(plain(server.port()).send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.Taken.class);
    }
  }

  @Test
  void aServerThatIsSilentOrGoneIsTriedAgainLater() throws IOException {
    int free;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = silent.getLocalPort();
      assertThat(plain(free).send(List.of(TO), "Thử", "text", "row-1"))
          .isInstanceOf(Posted.NotNow.class);
    }
    assertThat(plain(free).send(List.of(TO), "Thử", "text", "row-1"))
        .isInstanceOf(Posted.NotNow.class);
  }

  @Test
  void mailWithoutTlsNeverLeavesTheMachine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new SmtpServer("192.0.2.1", 25, Security.NONE, "a@b.vn", null, Duration.ofSeconds(1)))
        .withMessageContaining("without TLS");
  }

  @Test
  void aLoginHidesItsPassword() {
    assertThat(new MailLogin("u", "bi-mat").toString()).doesNotContain("bi-mat");
  }
}
