package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The REST server to which stock restic backs up, at {@code /backup-api/REPOSITORY/}.
 *
 * @param enabled off unless said
 * @param folder of the repositories; without it {@code backup-repositories} in the data folder
 * @param quota most that one repository may hold
 * @param largestFile largest file that is taken
 * @param freeSpace nothing is taken when the disk would have less than this left
 * @param atOnce files that are received at the same time
 * @param accounts who may do what
 */
public record BackupServerSettings(
    @DefaultValue("false") boolean enabled,
    @Nullable Path folder,
    @DefaultValue("500GB") DataSize quota,
    @DefaultValue("256MB") DataSize largestFile,
    @DefaultValue("2GB") DataSize freeSpace,
    @DefaultValue("16") int atOnce,
    @DefaultValue({}) List<Account> accounts) {

  /** What an account may do with its repositories. */
  public enum Right {
    /** Restore: read, and put and remove locks. */
    READ,
    /** Back up: also add files. Nothing but locks can be removed. */
    APPEND,
    /** Look after it: also remove files. */
    MAINTAIN
  }

  /**
   * An account of this server alone; it opens nothing else.
   *
   * @param name letters, digits, dashes
   * @param passwordHash as {@code lachan backup-account NAME} prints it
   * @param repositories names of the repositories it may use
   */
  public record Account(
      String name,
      String passwordHash,
      List<String> repositories,
      @DefaultValue("APPEND") Right right) {
    public Account {
      repositories = List.copyOf(repositories);
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
        throw new IllegalArgumentException(
            "lachan.backup.server: an account is letters, digits and dashes: " + name);
      }
      if (!passwordHash.startsWith("$argon2id$")) {
        throw new IllegalArgumentException(
            "lachan.backup.server: password-hash of "
                + name
                + " is what `lachan backup-account "
                + name
                + "` prints");
      }
      for (String repository : repositories) {
        if (!repository.matches("[a-z0-9][a-z0-9-]{0,63}")) {
          throw new IllegalArgumentException(
              "lachan.backup.server: a repository is small letters, digits and dashes: "
                  + repository);
        }
      }
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "Account[" + name + ", " + repositories + ", " + right + "]";
    }
  }

  public BackupServerSettings {
    accounts = List.copyOf(accounts);
    Set<String> names = new HashSet<>();
    for (Account account : accounts) {
      if (!names.add(account.name())) {
        throw new IllegalArgumentException(
            "lachan.backup.server: there are two accounts " + account.name());
      }
    }
    if (atOnce < 1 || quota.toBytes() < 1 || largestFile.toBytes() < 1) {
      throw new IllegalArgumentException("lachan.backup.server: limits are positive");
    }
  }
}
