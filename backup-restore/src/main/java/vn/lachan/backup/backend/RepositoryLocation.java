package vn.lachan.backup.backend;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a repository is, without any secret. As a text it is what restic takes, too.
 *
 * @see LocationText
 */
public sealed interface RepositoryLocation {

  /** A folder of this machine. */
  record Local(Path folder) implements RepositoryLocation {
    public Local {
      folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /**
   * A server that speaks restic's REST protocol.
   *
   * @param address ends in {@code /} and holds neither account nor query
   * @param user account; empty when the text names none
   */
  record Rest(URI address, String user) implements RepositoryLocation {
    @Override
    public String toString() {
      String text = address.toString();
      return "rest:" + (user.isEmpty() ? text : text.replaceFirst("://", "://" + user + "@"));
    }
  }

  /**
   * A folder of another machine, over SSH.
   *
   * @param user account; empty when the text names none
   * @param path absolute, or from the account's home
   */
  record Sftp(String user, String host, int port, String path) implements RepositoryLocation {
    @Override
    public String toString() {
      String name = host.contains(":") ? "[" + host + "]" : host;
      return "sftp://" + (user.isEmpty() ? "" : user + "@") + name + ":" + port + "/" + path;
    }
  }

  /**
   * A bucket of an S3 service, addressed by its path.
   *
   * @param endpoint scheme, host and port
   * @param prefix folder in the bucket without {@code /} at its ends; may be empty
   */
  record S3(URI endpoint, String bucket, String prefix) implements RepositoryLocation {
    @Override
    public String toString() {
      return "s3:" + endpoint + "/" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }
}
