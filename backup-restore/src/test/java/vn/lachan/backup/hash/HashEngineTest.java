package vn.lachan.backup.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors are of NIST: FIPS 180-2 appendix B and CAVS 11.0, SHA256ShortMsg and LongMsg. */
class HashEngineTest {

  private static final Map<String, String> VECTORS =
      Map.of(
          "",
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          hex("abc"),
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
          "d3",
          "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1",
          "11af",
          "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98",
          "b4190e",
          "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2",
          "74ba2521",
          "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e",
          "5a86b737eaea8ee976a0a24da63e7ed7eefad18a101c1211e2b3650c5187c2a8a650547208251f6d4237e661c7"
              + "bf4c77f335390394c37fa1a9f9be836ac28509",
          "42e61e174fbb3897d6dd6cef3dd2802fe67b331953b06114a65c772859dfc1aa");

  static Stream<HashEngine> engines() {
    return Stream.of(new JdkHashEngine(), new VectorHashEngine(5), new VectorHashEngine(1e-9));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesThePublishedDigests(HashEngine engine) {
    List<HashJob> jobs = new ArrayList<>();
    VECTORS.forEach((message, digest) -> {
      byte[] content = HexFormat.of().parseHex(message);
      jobs.add(HashJob.whole(content, 0, content.length));
    });

    engine.hash(jobs);

    assertThat(jobs.stream().map(job -> HexFormat.of().formatHex(job.digest())))
        .containsExactlyElementsOf(VECTORS.values());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesTheDigestOfAMillionLettersA(HashEngine engine) {
    byte[] content = "a".repeat(1_000_000).getBytes(US_ASCII);
    HashJob job = HashJob.whole(content, 0, content.length);

    engine.hash(List.of(job));

    assertThat(HexFormat.of().formatHex(job.digest()))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesTheDigestsOfTheJdkForEveryLengthAroundABlock(HashEngine engine) {
    byte[] content = new byte[400];
    new Random(4).nextBytes(content);
    List<HashJob> jobs = new ArrayList<>();
    List<HashJob> expected = new ArrayList<>();
    for (int length = 0; length < 200; length++) {
      jobs.add(HashJob.whole(content, length, length));
      expected.add(HashJob.whole(content, length, length));
    }

    engine.hash(jobs);
    new JdkHashEngine().hash(expected);

    assertThat(jobs.stream().map(job -> HexFormat.of().formatHex(job.digest())))
        .containsExactlyElementsOf(
            expected.stream().map(job -> HexFormat.of().formatHex(job.digest())).toList());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void isFaultlessOnRandomLengthsAndParts(HashEngine engine) {
    for (int seed = 0; seed < Integer.getInteger("lachan.hash.rounds", 20); seed++) {
      assertThat(HashEngines.fault(engine, new Random(seed))).isEmpty();
    }
  }

  @Test
  void hashesALongMessageInManyParts() {
    byte[] content = new byte[100_000];
    new Random(7).nextBytes(content);
    HashEngine engine = new VectorHashEngine(1e-9);
    HashJob.Progress progress = new HashJob.Progress();
    int at = 0;
    for (int blocks = 1; at + blocks * HashJob.BLOCK < content.length; blocks++) {
      engine.hash(List.of(HashJob.part(content, at, blocks * HashJob.BLOCK, progress)));
      at += blocks * HashJob.BLOCK;
    }
    HashJob end = HashJob.end(content, at, content.length - at, progress);
    engine.hash(List.of(end));

    HashJob whole = HashJob.whole(content, 0, content.length);
    new JdkHashEngine().hash(List.of(whole));
    assertThat(end.digest()).isEqualTo(whole.digest());
  }

  @Test
  void takesPartsOfWholeBlocksOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashJob.part(new byte[100], 0, 65, new HashJob.Progress()))
        .withMessageContaining("65");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
