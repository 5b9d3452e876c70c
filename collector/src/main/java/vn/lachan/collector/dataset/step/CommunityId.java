package vn.lachan.collector.dataset.step;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import vn.lachan.collector.parser.EventDraft;

/**
 * The Community ID of a flow (version 1, seed 0, corelight/community-id-spec), by which logs of
 * firewalls, Zeek and Suricata about one connection are found together. Only for TCP, UDP and SCTP.
 */
final class CommunityId {
  private CommunityId() {}

  static void derive(EventDraft draft) {
    if (draft.has("network.community_id")
        || !(draft.get("source.port") instanceof Long from)
        || !(draft.get("destination.port") instanceof Long to)) {
      return;
    }
    int protocol =
        switch (draft.text("network.transport")) {
          case "tcp" -> 6;
          case "udp" -> 17;
          case "sctp" -> 132;
          default -> -1;
        };
    String source = draft.text("source.ip");
    String destination = draft.text("destination.ip");
    if (protocol < 0 || source.isEmpty() || destination.isEmpty() || from > 65_535 || to > 65_535) {
      return;
    }
    try {
      draft.put(
          "network.community_id",
          of(
              InetAddress.ofLiteral(source).getAddress(),
              InetAddress.ofLiteral(destination).getAddress(),
              from.intValue(),
              to.intValue(),
              protocol));
    } catch (IllegalArgumentException _) {
      // no addresses, no flow
    }
  }

  private static String of(byte[] source, byte[] destination, int from, int to, int protocol) {
    int order = Arrays.compareUnsigned(source, destination);
    boolean swap = order > 0 || (order == 0 && from > to);
    ByteBuffer flow = ByteBuffer.allocate(2 + source.length + destination.length + 2 + 4);
    flow.putShort((short) 0)
        .put(swap ? destination : source)
        .put(swap ? source : destination)
        .put((byte) protocol)
        .put((byte) 0)
        .putShort((short) (swap ? to : from))
        .putShort((short) (swap ? from : to));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(flow.array());
      return "1:" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is missing from this Java", e);
    }
  }
}
