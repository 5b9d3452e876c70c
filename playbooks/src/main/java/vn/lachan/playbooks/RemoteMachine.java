package vn.lachan.playbooks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import vn.lachan.playbooks.cacao.AgentTarget;

/** A machine that a command is for, by the name or address the playbook gives it. */
record RemoteMachine(String host, int port) {
  private static final int SSH = 22;

  /** Looked up once; what was checked is what is connected to. */
  record Reachable(InetSocketAddress address) {}

  /**
   * The machine of a target.
   *
   * @throws RenderException when it has no address
   */
  static RemoteMachine of(AgentTarget target, Rendering rendering) {
    String host =
        Stream.of("dname", "ipv4", "ipv6")
            .map(kind -> target.address().getOrDefault(kind, List.of()))
            .flatMap(List::stream)
            .findFirst()
            .orElseThrow(
                () -> new RenderException("Đích “" + target.name() + "” không có địa chỉ."));
    String port = target.port().isEmpty() ? "" : rendering.forAuthority(target.port());
    if (!port.isEmpty() && !port.matches("[0-9]{1,5}")) {
      throw new RenderException("Cổng của đích “" + target.name() + "” không hợp lệ.");
    }
    return new RemoteMachine(
        rendering.forAuthority(host).toLowerCase(Locale.ROOT),
        port.isEmpty() ? SSH : Integer.parseInt(port));
  }

  /**
   * Where it is.
   *
   * @throws CredentialsException when it must not be reached: it is not on the list, or it is this
   *     machine
   */
  Reachable resolve(RemoteSettings settings) {
    boolean listed =
        settings.hosts().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.equals(host) || name.equals(host + ":" + port));
    if (!listed) {
      throw new CredentialsException(
          "Máy " + this + " không có trong danh sách được phép chạy lệnh.");
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      if (!settings.ownHost() && isOwn(address)) {
        throw new CredentialsException(
            "Không chạy lệnh trên chính máy của nền tảng (" + this + ").");
      }
      return new Reachable(
          new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port));
    } catch (UnknownHostException _) {
      throw new CredentialsException("Không tìm thấy địa chỉ của máy " + host + ".");
    } catch (SocketException _) {
      throw new CredentialsException("Không đọc được địa chỉ của máy này.");
    }
  }

  private static boolean isOwn(InetAddress address) throws SocketException {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || NetworkInterface.getByInetAddress(address) != null;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
