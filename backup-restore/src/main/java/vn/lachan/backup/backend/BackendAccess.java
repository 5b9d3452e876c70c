package vn.lachan.backup.backend;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * With which account, how fast and how patiently a place is used. Holds names of files with
 * secrets, never a secret.
 *
 * @param user account for REST and SFTP where the location names none; empty for none
 * @param passwordFile its password
 * @param tokenFile REST: a token instead of account and password
 * @param keyFile SFTP: private key of the account, OpenSSH or PEM, without a passphrase
 * @param knownHosts SFTP: the host keys that are trusted, as {@code ssh-keyscan} writes them
 * @param caFile REST and S3: certificates that are trusted instead of the system's, PEM
 * @param accessKey S3: name of the key; empty for none
 * @param secretKeyFile S3: the key
 * @param region S3
 * @param objectLock S3: keeps new files from being removed
 * @param rates when less than the whole line may be used; the first window that fits counts
 * @param transfer limits
 */
public record BackendAccess(
    String user,
    @Nullable Path passwordFile,
    @Nullable Path tokenFile,
    @Nullable Path keyFile,
    @Nullable Path knownHosts,
    @Nullable Path caFile,
    String accessKey,
    @Nullable Path secretKeyFile,
    String region,
    @Nullable ObjectLockSettings objectLock,
    List<RateWindow> rates,
    TransferSettings transfer) {

  /** No account, no secrets, default limits. */
  public static final BackendAccess NONE =
      new BackendAccess(
          "",
          null,
          null,
          null,
          null,
          null,
          "",
          null,
          "us-east-1",
          null,
          List.of(),
          TransferSettings.DEFAULT);

  public BackendAccess {
    rates = List.copyOf(rates);
  }
}
