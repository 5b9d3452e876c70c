package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.repository.StorageId;

class TreeCodecTest {

  private static final Instant AT = Instant.parse("2026-10-01T08:00:00.5Z");
  private static final StorageId ID = new StorageId(1, 2, 3, 4);
  private static final NodeAttributes PLAIN =
      new NodeAttributes(0644, AT, AT, 1000, 1000, "lan", "", 42, 7, 1, 0);

  private static final TreeNode FILE =
      new TreeNode(
          RawName.of("b<.json"),
          NodeType.FILE,
          PLAIN,
          12,
          Optional.empty(),
          List.of(ID),
          Optional.empty());
  private static final NodeAttributes OF_FOLDER =
      new NodeAttributes(0755, AT, AT, 1000, 1000, "lan", "", 42, 7, 0, 0);

  private static final TreeNode FOLDER =
      new TreeNode(
          RawName.of("Z"),
          NodeType.DIR,
          OF_FOLDER,
          0,
          Optional.empty(),
          List.of(),
          Optional.of(ID));
  private static final TreeNode LINK =
      new TreeNode(
          RawName.of("đ"),
          NodeType.SYMLINK,
          PLAIN,
          0,
          Optional.of(RawName.of(new byte[] {'x', (byte) 0xFF})),
          List.of(),
          Optional.empty());

  private final TreeCodec codec = new TreeCodec(ZoneOffset.UTC);

  @Test
  void writesTheBytesResticWrites() {
    assertThat(new String(codec.encode(List.of(FILE)), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"nodes\":[{\"name\":\"b\\u003c.json\",\"type\":\"file\",\"mode\":420,"
                + "\"mtime\":\"2026-10-01T08:00:00.5Z\",\"atime\":\"2026-10-01T08:00:00.5Z\","
                + "\"ctime\":\"2026-10-01T08:00:00.5Z\",\"uid\":1000,\"gid\":1000,"
                + "\"user\":\"lan\",\"inode\":42,\"device_id\":7,\"size\":12,\"links\":1,"
                + "\"content\":[\""
                + ID
                + "\"]}]}\n");
    assertThat(StorageId.of(StorageId.newDigest().digest(codec.encode(List.of(FILE)))))
        .hasToString("df32cf77f28fb627d36ec803c30cef756982ae42b1e71c72c008e127e9564bb5");
    assertThat(new String(codec.encode(List.of()), StandardCharsets.UTF_8))
        .isEqualTo("{\"nodes\":[]}\n");
  }

  @Test
  void readsWhatItWroteInTheOrderOfBytes() {
    assertThat(TreeCodec.decode(codec.encode(List.of(LINK, FILE, FOLDER))))
        .hasValue(List.of(FOLDER, FILE, LINK));
  }

  @Test
  void skipsKeysItDoesNotKnow() {
    String json =
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"inode\":18446744073709551615,"
            + "\"extended_attributes\":[{\"name\":\"user.x\",\"value\":\"eA==\"}],"
            + "\"content\":null,\"later\":{\"x\":1}}],\"more\":[]}";

    assertThat(TreeCodec.decode(json.getBytes(StandardCharsets.UTF_8)).orElseThrow())
        .singleElement()
        .satisfies(node -> assertThat(node.name()).isEqualTo(RawName.of("a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "a/b", "/etc", "a\\\\x00b"})
  void refusesNamesThatWouldLeaveTheFolder(String name) {
    String json = "{\"nodes\":[{\"name\":\"" + name + "\",\"type\":\"file\"}]}";

    assertThat(TreeCodec.decode(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void refusesTheSameNameTwice() {
    String node = "{\"name\":\"a\",\"type\":\"file\"}";
    String json = "{\"nodes\":[" + node + "," + node + "]}";

    assertThat(TreeCodec.decode(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"nodes\":null}",
        "{\"nodes\":{}}",
        "{\"nodes\":[null]}",
        "{\"nodes\":[{\"name\":[\"a\"],\"type\":\"file\"}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"size\":\"many\"}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"content\":[null]}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\"}]",
        "{\"nodes\":[]}{}"
      })
  void refusesWhatIsNoTree(String json) {
    assertThat(TreeCodec.decode(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void readsNumbersOfSixtyFourBitsAndNulls() {
    String json =
        "{\"more\":{\"a\":[1]},\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"user\":null,"
            + "\"inode\":18446744073709551615,\"size\":7,\"links\":null,\"content\":null,"
            + "\"extended_attributes\":[{\"name\":\"user.a\",\"value\":\"AQ==\",\"new\":{}}]}]}";

    List<TreeNode> nodes = TreeCodec.decode(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();

    assertThat(nodes).hasSize(1);
    assertThat(nodes.getFirst().attributes().inode()).isEqualTo(-1);
    assertThat(nodes.getFirst().size()).isEqualTo(7);
    assertThat(nodes.getFirst().content()).isEmpty();
    assertThat(nodes.getFirst().extended()).hasSize(1);
  }
}
