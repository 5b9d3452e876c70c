package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.pipeline.KafkaDetection;
import vn.lachan.app.security.Role;
import vn.lachan.collector.kafka.KafkaBroker;

/** The whole platform with Kafka in place of the journal, by settings alone. */
class KafkaPlatformIT {
  @TempDir Path folder;

  @Test
  void aPasswordSprayGoesThroughKafkaToTheQueue() throws Exception {
    Map<String, String> settings =
        Map.of(
            "lachan.hand-over.kind", "KAFKA",
            "lachan.hand-over.kafka.servers", KafkaBroker.shared().address(),
            "lachan.hand-over.kafka.prefix", KafkaBroker.name(),
            "lachan.hand-over.kafka.partitions", "2",
            "lachan.hand-over.kafka.tick", "200ms");
    try (TestPlatform platform = TestPlatform.start(folder, settings)) {
      platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        lines.append(
            """
            {"thoi_gian":"%s","ma_su_kien":"kf-%d","hanh_dong":"dang_nhap","ket_qua":"that_bai",\
            "tai_khoan":"cb.%d","loai_chu_the":"can_bo","ma_don_vi":"00721","cap":"xa",\
            "phien":"p%d","ip":"203.0.113.9","cong_nguon":%d,"trinh_duyet":"x"}
            """
                .formatted(OffsetDateTime.now(Clock.systemUTC()), i, i, i, 40000 + i));
      }
      assertThat(platform.send("dvc.motcua", lines.toString()).statusCode()).isEqualTo(200);
      platform.awaitQuiet();
      var person = platform.signedIn("phan.tich");
      var alerts = person.json("/api/alerts");
      assertThat(alerts.get("items").values())
          .anyMatch(alert -> alert.get("title").asString().contains("Dò mật khẩu"));
      assertThat(person.json("/api/pipeline").get("journal").get("state").asString())
          .isEqualTo("OPEN");
      KafkaDetection.Stats stats = ((KafkaDetection) platform.get(DetectionWorker.class)).stats();
      assertThat(stats.matchPartitions()).isEqualTo(2);
      assertThat(stats.matches()).isGreaterThanOrEqualTo(12);
      assertThat(stats.failures()).isZero();
    }
  }
}
