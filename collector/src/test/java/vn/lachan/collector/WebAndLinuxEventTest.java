package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.TestLogs.event;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.events.Event;

class WebAndLinuxEventTest {
  private static final String REQUEST =
      "[20/Nov/2026:08:14:22 +0700] \"GET /a/b.php?x=1 HTTP/1.1\" 200 51 \"-\" \"curl/8\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          10.0.0.1 - -                                    | 10.0.0.1    |         |
          10.0.0.1 - lan                                  | 10.0.0.1    | lan     |
          10.0.0.1 - nguyen thi lan                       | 10.0.0.1    | nguyen thi lan |
          dichvucong.gov.vn:443 10.0.0.1 - -              | 10.0.0.1    |         | dichvucong.gov.vn
          "10.5.1.2, 199.96.1.1" 10.2.1.185 - -           | 10.5.1.2    |         |
          vhost 10.0.0.2, 10.0.0.1 - -                    | 10.0.0.2    |         | vhost
          2001:db8::1 - -                                 | 2001:db8::1 |         |
          - 1.2.3.4 - -                                   | 1.2.3.4     |         |
          1.2.3.4 (-) - lan                               | 1.2.3.4     | lan     |
          """)
  void findsTheClientBeforeTheTime(String prefix, String ip, String user, String host) {
    Event event = event("nginx.access", prefix + " " + REQUEST);

    assertThat(event.text("source.ip")).isEqualTo(ip);
    assertThat(event.text("user.name")).isEqualTo(user == null ? "" : user);
    assertThat(event.text("url.domain")).isEqualTo(host == null ? "" : host);
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-11-20T01:14:22Z"));
    assertThat(event.fields())
        .containsEntry("http.request.method", "GET")
        .containsEntry("url.path", "/a/b.php")
        .containsEntry("url.query", "x=1")
        .containsEntry("url.extension", "php")
        .containsEntry("http.version", "1.1")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("http.response.bytes", 51L)
        .containsEntry("user_agent.original", "curl/8")
        .containsEntry("event.outcome", "success")
        .containsEntry("event.category", List.of("web"));
  }

  @Test
  void keepsARequestThatIsNone() {
    Event event =
        event(
            "apache.access",
            "8.8.8.8 - - [15/Nov/2026:12:49:02 +0700] \"\\x01\\x01\\\"\" 400 150 \"-\" \"-\"");

    assertThat(event.fields())
        .containsEntry("http.response.status_code", 400L)
        .containsEntry("http.request.body.content", "\\x01\\x01\\\"")
        .containsEntry("event.outcome", "failure")
        .doesNotContainKey("url.path");
  }

  @Test
  void aCitizenNumberInAUrlBecomesASubject() {
    Event event =
        event("nginx.access", "10.0.0.1 - - " + REQUEST.replace("x=1", "cccd=008199001234"));

    assertThat(event.fields()).containsEntry("dvc.subject.id_masked", "008*****1234");
    assertThat(event.fields().values().toString()).doesNotContain("008199001234");
  }

  @Test
  void readsErrorsOfBothServers() {
    assertThat(
            event(
                    "nginx.access",
                    "2026/11/20 08:14:22 [error] 54053#7: *1 open() \"/x\" failed (2: No such file), client: 10.0.0.1,"
                        + " server: localhost, request: \"GET /favicon.ico HTTP/1.1\", host: \"dvc.vn:8080\"")
                .fields())
        .containsEntry("log.level", "error")
        .containsEntry("process.pid", 54053L)
        .containsEntry("source.ip", "10.0.0.1")
        .containsEntry("url.path", "/favicon.ico")
        .containsEntry("url.domain", "dvc.vn")
        .containsEntry("event.type", List.of("error"));
    assertThat(
            event(
                    "apache.access",
                    "[Fri Nov 20 08:14:22.902022 2026] [security2:error] [pid 35708:tid 43] [client 10.0.0.1:4711]"
                        + " ModSecurity: Warning. [id \"960015\"] [msg \"XSS\"] [hostname \"dvc.vn\"] [uri \"/a\"]")
                .fields())
        .containsEntry("source.ip", "10.0.0.1")
        .containsEntry("source.port", 4711L)
        .containsEntry("rule.id", "960015")
        .containsEntry("rule.name", "XSS")
        .containsEntry("url.path", "/a")
        .containsEntry("event.category", List.of("web", "intrusion_detection"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sshd[7]: Accepted publickey for lan from 10.0.2.2 port 63673 ssh2: RSA 39:33            | ssh_login  | success | lan  | 10.0.2.2
          sshd[7]: Failed password for invalid user a b from 10.0.2.2 port 63673 ssh2             | ssh_login  | failure | a b  | 10.0.2.2
          sshd[7]: Failed password for root from 2001:db8::5 port 22 ssh2                         | ssh_login  | failure | root | 2001:db8::5
          sshd[7]: Invalid user  from 10.0.2.2 port 1                                             | ssh_login  | failure |      | 10.0.2.2
          sshd-session[7]: Connection closed by authenticating user backup 1.2.3.4 port 1 [preauth] | ssh_disconnect | success | backup | 1.2.3.4
          sshd[7]: Disconnected from 1.2.3.4 port 1                                               | ssh_disconnect | success |      | 1.2.3.4
          sshd[7]: pam_unix(sshd:session): session opened for user lan(uid=1000) by (uid=0)       | session_opened | success | lan |
          su[7]: pam_unix(su:auth): authentication failure; logname=lan uid=1 euid=0 tty=pts/0 ruser=lan rhost=  user=root | login | failure | root |
          sudo:      lan : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/bin/cat /etc/shadow ; x     | sudo_command | success | lan |
          sudo: lan : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh         | sudo_command | failure | lan |
          su[7]: (to root) lan on pts/0                                                           | su | success | lan |
          su[7]: FAILED SU (to root) lan on pts/0                                                 | su | failure | lan |
          useradd[7]: new user: name=hoa, UID=1001, GID=1001, home=/home/hoa, shell=/bin/bash     | user_added | success | hoa |
          groupadd[7]: new group: name=quantri, GID=1002                                          | group_added | success | |
          usermod[7]: add 'hoa' to group 'sudo'                                                   | user_added_to_group | success | hoa |
          userdel[7]: delete user 'hoa'                                                           | user_deleted | success | hoa |
          passwd[7]: pam_unix(passwd:chauthtok): password changed for hoa                         | password_changed | success | hoa |
          systemd-logind[7]: New session 5 of user lan.                                           | session_opened | success | lan |
          gpasswd[7]: user hoa added by lan to group sudo                                         | user_added_to_group | success | lan |
          chpasswd[7]: pam_unix(chpasswd:chauthtok): password changed for hoa                     | password_changed | success | hoa |
          unix_chkpwd[7]: password check failed for user (hoa)                                    | login | failure | hoa |
          doas: failed auth for hoa                                                               | doas | failure | hoa |
          pkexec[7]: hoa: Executing command [USER=root] [TTY=x] [CWD=/] [COMMAND=/usr/bin/id]     | pkexec | success | hoa |
          sshd[7]: message repeated 5 times: [ Failed password for hoa from 113.1.1.9 port 40 ssh2] | ssh_login | failure | hoa | 113.1.1.9
          systemd-logind[7]: Removed session 5.                                                   | session_closed | success | |
          """)
  void readsWhatLinuxSaysAboutAccounts(
      String message, String action, String outcome, String user, String ip) {
    Event event = event("auto", "<38>Nov 20 08:14:22 may1 " + message);

    assertThat(event.fields())
        .containsEntry("event.dataset", "linux.auth")
        .containsEntry("event.action", action)
        .containsEntry("event.outcome", outcome)
        .containsEntry("host.name", "may1")
        .containsKey("event.category");
    assertThat(event.text("user.name")).isEqualTo(user == null ? "" : user);
    assertThat(event.text("source.ip")).isEqualTo(ip == null ? "" : ip);
  }

  @Test
  void keepsTheWholeCommandOfSudo() {
    Event event =
        event(
            "linux.auth",
            "Nov 20 08:14:22 h sudo: lan : TTY=p ; PWD=/ ; USER=root ; COMMAND=/bin/sh -c a ; b");

    assertThat(event.fields())
        .containsEntry("process.command_line", "/bin/sh -c a ; b")
        .containsEntry("process.executable", "/bin/sh")
        .containsEntry("user.effective.name", "root")
        .containsEntry("related.user", List.of("lan", "root"));
  }
}
