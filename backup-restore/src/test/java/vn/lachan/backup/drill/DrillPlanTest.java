package vn.lachan.backup.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.lachan.backup.repository.Sha256;

class DrillPlanTest {

  /** As it was published before plans said which part of their folders is backed up. */
  private static final String OLDER =
      """
      {"id":"DT-20261101-020000-a","number":1,"previous":"","planId":"a","planName":"A",\
      "publishedAt":"2026-11-01T02:00:00Z","snapshot":"ab","snapshotAt":"2026-11-01T01:00:00Z",\
      "manifest":"cd","seed":"00ff","whole":true,"rule":{"marker":"","percent":5,"atLeast":3},\
      "strata":[],"units":[],"files":0,"bytes":0,"allBytes":0,"sampleDigest":"ef","targets":[],\
      "rpoTargetMillis":1,"rtoTargetMillis":1,"about":"","by":"lan"}\
      """;

  @Test
  void keepsTheDigestOfPlansThatWerePublishedBefore() {
    DrillPlan plan = DrillJson.read(OLDER, DrillPlan.class).orElseThrow();

    assertThat(plan.includes()).isEmpty();
    assertThat(new String(DrillJson.bytes(plan), UTF_8)).isEqualTo(OLDER);
    assertThat(plan.digest()).isEqualTo(Sha256.of(OLDER.getBytes(UTF_8)));
  }
}
