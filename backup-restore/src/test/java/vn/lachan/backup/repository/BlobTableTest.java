package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobTableTest {

  private static final int MILLION = 1_000_000;

  private static PackedBlob blob(Random random, int number) {
    StorageId id =
        new StorageId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    return new PackedBlob(BlobType.DATA, id, number % 1000 * 100, 100, number % 2 * 200);
  }

  @Test
  void keepsAMillionBlobsInAboutSixtyBytesEach() {
    BlobTable table = new BlobTable();
    Random random = new Random(1);
    for (int i = 0; i < MILLION; i++) {
      table.add(i / 1000, blob(random, i));
    }

    assertThat(table.count()).isEqualTo(MILLION);
    assertThat((double) table.bytes() / MILLION).isLessThan(60);
    Random again = new Random(1);
    for (int i = 0; i < MILLION; i++) {
      PackedBlob wanted = blob(again, i);
      int row = table.first(wanted.id());
      assertThat(row).isEqualTo(i);
      if (i % 1000 == 0) {
        assertThat(table.blob(BlobType.DATA, row)).isEqualTo(wanted);
        assertThat(table.pack(row)).isEqualTo(i / 1000);
      }
    }
  }

  /**
   * The arrays grow by pages and a doubling table: what they take is known without filling them.
   */
  @Test
  void wouldKeepTenMillionInLessThanAGigabyte() {
    long rows = 10L * MILLION;
    long slots = 2048;
    while (rows > slots / 4 * 3) {
      slots *= 2;
    }
    long bytes = slots * Integer.BYTES + (rows + 8191) / 8192 * 8192 * 48;

    assertThat(bytes).isLessThan(1L << 30);
    BlobTable table = new BlobTable();
    Random random = new Random(2);
    for (int i = 0; i < 300_000; i++) {
      table.add(0, blob(random, i));
    }
    long few = 2048;
    while (300_000 > few / 4 * 3) {
      few *= 2;
    }
    assertThat(table.bytes())
        .as("the formula is the one the table follows")
        .isEqualTo(few * Integer.BYTES + (300_000 + 8191) / 8192 * 8192 * 48L);
  }

  @Test
  void keepsSeveralPlacesOfOneBlobInTheOrderTheyCame() {
    BlobTable table = new BlobTable();
    Random random = new Random(3);
    PackedBlob twice = blob(random, 1);
    table.add(7, twice);
    for (int i = 0; i < 10_000; i++) {
      table.add(1, blob(random, i));
    }
    table.add(3, twice);
    table.add(7, twice);

    List<Integer> packs = new ArrayList<>();
    table.forEach(twice.id(), row -> packs.add(table.pack(row)));
    assertThat(packs).containsExactly(7, 3);
    assertThat(table.first(twice.id())).isZero();
  }

  @Test
  void isMeasuredInTheWholeIndexToo() {
    var figures = IndexBench.run(100_000);

    assertThat(figures).containsEntry("blobs", 100_000).containsEntry("packs", 6_250);
    assertThat((Long) figures.get("blobs found a second")).isPositive();
  }
}
