package vn.lachan.app.command;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** {@code lachan backup-account NAME}: a new password for the backup server, and its hash. */
final class BackupAccountCommand implements Command {
  private static final int PASSWORD_BYTES = 24;

  @Override
  public String summary() {
    return "a new password for an account of the backup server: backup-account NAME";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    if (arguments.size() != 1 || !arguments.getFirst().matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      output.err().println("lachan backup-account: cần một tên gồm chữ, số và gạch nối");
      return USAGE;
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String hash = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).encode(password);
    output.err().println("Mật khẩu (chỉ hiện một lần, ghi vào máy được sao lưu): " + password);
    output
        .out()
        .printf(
            "- name: %s%n  password-hash: \"%s\"%n  repositories: [%s]%n  right: APPEND%n",
            arguments.getFirst(), hash, arguments.getFirst().toLowerCase(java.util.Locale.ROOT));
    return DONE;
  }
}
