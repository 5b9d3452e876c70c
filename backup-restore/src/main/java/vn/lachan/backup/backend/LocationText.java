package vn.lachan.backup.backend;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that says where a repository is, written as for restic.
 *
 * <pre>
 *   /srv/kho                             folder (also local:/srv/kho)
 *   rest:https://user@host:8443/kho/     REST server
 *   sftp:user@host:/srv/kho              SSH, folder from the root; without / from the home
 *   sftp://user@host:2222//srv/kho       the same with a port
 *   s3:https://host:9000/bucket/prefix   S3; without https:// the host comes first
 * </pre>
 *
 * <p>A password in the text is refused, and so is a way without encryption to another machine.
 */
public final class LocationText {

  /** What a text means. */
  public sealed interface Result {

    /** It names a place. */
    record Parsed(RepositoryLocation location) implements Result {}

    /** It does not; {@code reason} is one line in Vietnamese without the text's secrets. */
    record Refused(String reason) implements Result {}
  }

  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):(.*)");
  private static final Pattern SCP = Pattern.compile("(?:([^@:/]+)@)?([^@:/]+|\\[[^]]+]):(.+)");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final int SSH_PORT = 22;

  private LocationText() {}

  /** Reads {@code text}; a folder that is not absolute is taken from {@code base}. */
  public static Result parse(String text, Path base) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return refused("thiếu nơi đặt kho");
    }
    if (stripped.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return refused("nơi đặt kho chứa ký tự điều khiển");
    }
    Matcher scheme = SCHEME.matcher(stripped);
    if (!scheme.matches()) {
      return local(stripped, base);
    }
    String rest = scheme.group(2);
    return switch (scheme.group(1)) {
      case "local" -> local(rest, base);
      case "rest" -> rest(rest);
      case "sftp" -> rest.startsWith("//") ? sftpAddress(stripped) : sftpAsScp(rest);
      case "s3" -> s3(rest);
      default ->
          refused(
              "kiểu nơi đặt kho không biết: "
                  + scheme.group(1)
                  + " (có: thư mục, rest:, sftp:, s3:)");
    };
  }

  private static Result refused(String reason) {
    return new Result.Refused(reason);
  }

  private static Result local(String text, Path base) {
    try {
      return new Result.Parsed(new RepositoryLocation.Local(base.resolve(text)));
    } catch (InvalidPathException e) {
      return refused("đường dẫn không hợp lệ: " + text);
    }
  }

  private static Result rest(String text) {
    URI address = address(text);
    if (address == null || address.getHost() == null) {
      return refused("địa chỉ REST có dạng rest:https://máy-chủ:cổng/tên-kho/");
    }
    String user = address.getRawUserInfo() == null ? "" : address.getRawUserInfo();
    String problem = webProblem(address, user);
    if (problem != null) {
      return refused(problem);
    }
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    URI clean =
        URI.create(
            address.getScheme()
                + "://"
                + address.getHost()
                + port
                + (path.endsWith("/") ? path : path + "/"));
    return new Result.Parsed(new RepositoryLocation.Rest(clean, user));
  }

  private static @Nullable URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable String webProblem(URI address, String user) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return "chỉ dùng được https:// (hoặc http:// trên chính máy này)";
    }
    if (scheme.equals("http") && !isThisMachine(address.getHost())) {
      return "không gửi bản sao lưu qua http:// không mã hoá tới " + address.getHost();
    }
    if (user.contains(":")) {
      return "không ghi mật khẩu trong nơi đặt kho; ghi vào tệp truy cập (access-file)";
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      return "nơi đặt kho không có phần ? hoặc #";
    }
    return null;
  }

  private static boolean isThisMachine(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    boolean literal = host.matches("[0-9.]+|\\[.*]");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Result sftpAddress(String text) {
    URI address = address(text);
    if (address == null || address.getHost() == null) {
      return refused("địa chỉ SFTP có dạng sftp://tài-khoản@máy-chủ:cổng//đường-dẫn");
    }
    String user = address.getUserInfo() == null ? "" : address.getUserInfo();
    if (user.contains(":")) {
      return refused("không ghi mật khẩu trong nơi đặt kho; ghi vào tệp truy cập (access-file)");
    }
    String path = address.getPath() == null ? "" : address.getPath();
    int port = address.getPort() < 0 ? SSH_PORT : address.getPort();
    return sftp(user, address.getHost(), port, path.isEmpty() ? "" : path.substring(1));
  }

  private static Result sftpAsScp(String text) {
    Matcher parts = SCP.matcher(text);
    if (!parts.matches()) {
      return refused("địa chỉ SFTP có dạng sftp:tài-khoản@máy-chủ:/đường-dẫn");
    }
    String user = parts.group(1) == null ? "" : parts.group(1);
    return sftp(user, parts.group(2), SSH_PORT, parts.group(3));
  }

  private static Result sftp(String user, String host, int port, String path) {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (path.isBlank()) {
      return refused("địa chỉ SFTP thiếu đường dẫn của kho");
    }
    String folder = path.length() > 1 && path.endsWith("/") ? path.replaceAll("/+$", "") : path;
    return new Result.Parsed(new RepositoryLocation.Sftp(user, name, port, folder));
  }

  private static Result s3(String text) {
    String full = text.contains("://") ? text : "https://" + text.replaceFirst("^/+", "");
    URI address = address(full);
    if (address == null || address.getHost() == null || address.getPath() == null) {
      return refused("địa chỉ S3 có dạng s3:https://máy-chủ/thùng/thư-mục");
    }
    if (address.getRawUserInfo() != null) {
      return refused("không ghi khoá trong nơi đặt kho; ghi vào tệp truy cập (access-file)");
    }
    String problem = webProblem(address, "");
    if (problem != null) {
      return refused(problem);
    }
    String path = address.getPath().replaceAll("^/+|/+$", "");
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (!BUCKET.matcher(bucket).matches()) {
      return refused("tên thùng S3 không hợp lệ: " + bucket);
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    URI endpoint = URI.create(address.getScheme() + "://" + address.getHost() + port);
    String prefix = slash < 0 ? "" : path.substring(slash + 1);
    return new Result.Parsed(new RepositoryLocation.S3(endpoint, bucket, prefix));
  }
}
