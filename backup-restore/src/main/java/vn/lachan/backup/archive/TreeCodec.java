package vn.lachan.backup.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.StorageId;

/**
 * Trees as JSON: written byte for byte as restic writes them, read tolerantly.
 *
 * <p>Source: restic design.rst "Trees and Data", {@code internal/restic/node.go}. Entries are
 * sorted by the bytes of their names, extended attributes are left in their order.
 */
final class TreeCodec {

  private final ZoneId zone;

  TreeCodec(ZoneId zone) {
    this.zone = zone;
  }

  byte[] encode(List<TreeNode> nodes) {
    List<TreeNode> sorted = new ArrayList<>(nodes);
    sorted.sort(Comparator.comparing(TreeNode::name));
    StringBuilder json = new StringBuilder(256 + 400 * nodes.size());
    json.append("{\"nodes\":[");
    for (int i = 0; i < sorted.size(); i++) {
      json.append(i == 0 ? "{" : ",{");
      encode(sorted.get(i), json);
      json.append('}');
    }
    return json.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void encode(TreeNode node, StringBuilder json) {
    NodeAttributes attributes = node.attributes();
    String modified = GoText.time(attributes.modified(), zone);
    json.append("\"name\":");
    GoText.json(node.name().toString(), json);
    json.append(",\"type\":\"").append(node.type().word()).append('"');
    number("mode", attributes.goMode(node.type()), json);
    json.append(",\"mtime\":\"").append(modified).append("\",\"atime\":\"").append(modified);
    json.append("\",\"ctime\":\"").append(GoText.time(attributes.changed(), zone)).append('"');
    json.append(",\"uid\":").append(attributes.uid()).append(",\"gid\":").append(attributes.gid());
    text("user", attributes.user(), json);
    text("group", attributes.group(), json);
    number("inode", attributes.inode(), json);
    number("device_id", attributes.deviceId(), json);
    number("size", node.size(), json);
    if (node.type().saysLinks()) {
      number("links", attributes.links(), json);
    }
    node.linkTarget().ifPresent(target -> linkTarget(target, json));
    extended(node.extended(), json);
    number("device", attributes.device(), json);
    content(node, json);
    node.subtree().ifPresent(id -> json.append(",\"subtree\":\"").append(id).append('"'));
  }

  private static void linkTarget(RawName target, StringBuilder json) {
    byte[] bytes = target.bytes();
    text("linktarget", new String(bytes, StandardCharsets.UTF_8), json);
    if (!Utf8.isValid(bytes)) {
      text("linktarget_raw", Base64.getEncoder().encodeToString(bytes), json);
    }
  }

  private static void extended(List<ExtendedAttribute> all, StringBuilder json) {
    String before = ",\"extended_attributes\":[";
    for (ExtendedAttribute attribute : all) {
      json.append(before).append("{\"name\":");
      GoText.json(attribute.name(), json);
      json.append(",\"value\":\"");
      json.append(Base64.getEncoder().encodeToString(attribute.value())).append("\"}");
      before = ",";
    }
    json.append(all.isEmpty() ? "" : "]");
  }

  private static void content(TreeNode node, StringBuilder json) {
    json.append(",\"content\":");
    if (node.type() != NodeType.FILE) {
      json.append("null");
      return;
    }
    json.append('[');
    for (int i = 0; i < node.content().size(); i++) {
      json.append(i == 0 ? "\"" : ",\"").append(node.content().get(i)).append('"');
    }
    json.append(']');
  }

  private static void number(String key, long value, StringBuilder json) {
    if (value != 0) {
      json.append(",\"").append(key).append("\":").append(Long.toUnsignedString(value));
    }
  }

  private static void text(String key, String value, StringBuilder json) {
    if (!value.isEmpty()) {
      json.append(",\"").append(key).append("\":");
      GoText.json(value, json);
    }
  }

  /** Reads a tree; empty when it is none, or when an entry could not be put into a folder. */
  static Optional<List<TreeNode>> decode(byte[] json) {
    Optional<List<TreeReader.Entry>> entries = TreeReader.read(json);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    List<TreeNode> nodes = new ArrayList<>(entries.get().size());
    for (TreeReader.Entry entry : entries.get()) {
      Optional<TreeNode> node = decode(entry);
      if (node.isEmpty()) {
        return Optional.empty();
      }
      nodes.add(node.get());
    }
    long names = nodes.stream().map(TreeNode::name).distinct().count();
    return names == nodes.size() ? Optional.of(nodes) : Optional.empty();
  }

  private static Optional<TreeNode> decode(TreeReader.Entry entry) {
    Optional<RawName> name =
        Optional.ofNullable(entry.name).flatMap(RawName::parse).filter(RawName::isOneEntry);
    Optional<List<StorageId>> content = ids(entry.content);
    String subtree = entry.subtree;
    Optional<StorageId> below = subtree == null ? Optional.empty() : StorageId.parse(subtree);
    String word = entry.type;
    NodeType type = NodeType.ofWord(word == null ? "" : word);
    if (name.isEmpty() || content.isEmpty() || (type == NodeType.DIR && below.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new TreeNode(
            name.get(),
            type,
            attributes(entry),
            entry.size,
            target(entry),
            content.get(),
            below,
            extended(entry)));
  }

  private static List<ExtendedAttribute> extended(TreeReader.Entry entry) {
    return entry.extended.isEmpty()
        ? List.of()
        : entry.extended.stream().flatMap(TreeCodec::extended).toList();
  }

  /** One that cannot be read: the file comes back without it. */
  private static Stream<ExtendedAttribute> extended(TreeReader.Extended stored) {
    String name = stored.name();
    String value = stored.value();
    try {
      byte[] bytes = value == null ? new byte[0] : Base64.getDecoder().decode(value);
      return name == null ? Stream.empty() : Stream.of(new ExtendedAttribute(name, bytes));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static NodeAttributes attributes(TreeReader.Entry entry) {
    return new NodeAttributes(
        NodeAttributes.permissions(entry.mode),
        instant(entry.mtime),
        instant(entry.ctime),
        entry.uid,
        entry.gid,
        entry.user == null ? "" : entry.user,
        entry.group == null ? "" : entry.group,
        entry.inode,
        entry.deviceId,
        entry.links,
        entry.device);
  }

  private static Optional<RawName> target(TreeReader.Entry entry) {
    String raw = entry.linktargetRaw;
    if (raw != null) {
      try {
        return Optional.of(RawName.of(Base64.getDecoder().decode(raw)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(entry.linktarget).map(RawName::of);
  }

  private static Optional<List<StorageId>> ids(List<String> texts) {
    List<StorageId> ids = new ArrayList<>(texts.size());
    for (String text : texts) {
      Optional<StorageId> id = StorageId.parse(text);
      if (id.isEmpty()) {
        return Optional.empty();
      }
      ids.add(id.get());
    }
    return Optional.of(ids);
  }

  private static Instant instant(@Nullable String text) {
    return text == null ? Instant.EPOCH : GoText.instant(text).orElse(Instant.EPOCH);
  }
}
