package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodecBenchTest {

  @Test
  void measuresEveryPartOfABackup() {
    assertThat(CodecBench.run())
        .containsOnlyKeys("SHA-256", "cutting", "sealing", "opening", "zstd, scans", "zstd, rows")
        .allSatisfy((part, rate) -> assertThat(rate).as(part).isPositive());
  }
}
