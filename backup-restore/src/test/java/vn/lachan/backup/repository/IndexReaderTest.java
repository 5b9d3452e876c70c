package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexReaderTest {

  private static final StorageId PACK = new StorageId(1, 2, 3, 4);
  private static final StorageId OTHER = new StorageId(5, 6, 7, -8);
  private static final PackedBlob RAW = new PackedBlob(BlobType.DATA, OTHER, 0, 100, 0);
  private static final PackedBlob TREE = new PackedBlob(BlobType.TREE, PACK, 100, 80, 300);

  private final Map<StorageId, List<PackedBlob>> shown = new LinkedHashMap<>();

  private boolean read(String json) {
    return IndexReader.read(json.getBytes(StandardCharsets.UTF_8), shown::put);
  }

  @Test
  void showsWhatWasWritten() {
    Map<StorageId, List<PackedBlob>> packs = Map.of(PACK, List.of(RAW, TREE), OTHER, List.of());

    assertThat(IndexReader.read(ResticJson.write(IndexFile.of(packs)), shown::put)).isTrue();

    assertThat(shown).isEqualTo(packs);
  }

  @Test
  void passesOverWhatItDoesNotKnowInAnyOrder() {
    String json =
        """
        {"supersedes": ["%1$s"], "packs": [{"later": {"id": [1]}, "blobs":
         [{"length": 80, "more": [{}], "uncompressed_length": 300, "offset": 100, "type": "tree", "id": "%1$s"}],
         "id": "%2$s"}]}
        """
            .formatted(PACK, OTHER);

    assertThat(read(json)).isTrue();
    assertThat(shown).containsExactly(Map.entry(OTHER, List.of(TREE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"packs\": null}",
        "{\"packs\": [1]}",
        "{\"packs\": [{\"id\": \"zz\", \"blobs\": []}]}",
        "{\"packs\": [{\"id\": \"PACK\"}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [{\"id\": \"PACK\", \"offset\": 0, \"length\": 31}]}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [{\"id\": \"PACK\", \"offset\": -1, \"length\": 99}]}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [{\"id\": \"PACK\", \"offset\": 2147483600, \"length\": 99}]}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [{\"id\": \"PACK\", \"offset\": 3000000000, \"length\": 99}]}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [{\"id\": \"PACK\", \"offset\": {}, \"length\": 99}]}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [{\"offset\": 0, \"length\": 99}]}]}",
        "{\"packs\": [{\"id\": \"PACK\", \"blobs\": [],"
      })
  void refusesWhatMakesNoSense(String json) {
    assertThat(read(json.replace("PACK", PACK.toString()))).isFalse();
    assertThat(shown).isEmpty();
  }

  @Test
  void refusesWhatFollowsTheDocument() {
    assertThat(read("{\"packs\": []} {}")).isFalse();
  }
}
