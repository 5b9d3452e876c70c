package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.text.Normalizer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsSchemaTest {
  private final EcsSchema schema = EcsSchema.DEFAULT;

  @ParameterizedTest
  @CsvSource({
    "@timestamp, DATE",
    "message, TEXT",
    "event.original, TEXT",
    "event.hash, DIGEST",
    "source.ip, IP",
    "client.nat.ip, IP",
    "source.port, LONG",
    "http.response.bytes, LONG",
    "event.duration, LONG",
    "dvc.export.rows, LONG",
    "dvc.lookup.result_count, LONG",
    "dvc.dossier.due_at, DATE",
    "dvc.dossier.status, KEYWORD",
    "dvc.calendar.working, BOOLEAN",
    "backup.size_change_percent, DOUBLE",
    "lachan.clock_skew_seconds, LONG",
    "user.id, KEYWORD",
    "dvc.subject.province_code, KEYWORD"
  })
  void knowsTheTypeByTheName(String field, FieldType type) {
    assertThat(schema.typeOf(field)).contains(type);
  }

  @ParameterizedTest
  @CsvSource({"EventID", "Image", "ip", "a.b_c.d", "port", "x_at.y"})
  void leavesOtherNamesToTheirValues(String field) {
    assertThat(schema.typeOf(field)).isEmpty();
  }

  @Test
  void readsTextOfTheRightForm() throws Exception {
    assertThat(schema.fit("source.port", "443")).isEqualTo(fits(FieldType.LONG, 443L));
    assertThat(schema.fit("source.ip", "10.0.0.1"))
        .isEqualTo(fits(FieldType.IP, InetAddress.getByName("10.0.0.1")));
    assertThat(schema.fit("dvc.calendar.working", "TRUE")).isEqualTo(fits(FieldType.BOOLEAN, true));
    assertThat(schema.fit("user.id", 42L)).isEqualTo(fits(FieldType.KEYWORD, "42"));
    assertThat(schema.fit("dvc.dossier.due_at", "2026-11-20"))
        .isEqualTo(fits(FieldType.DATE, Instant.parse("2026-11-19T17:00:00Z").toEpochMilli()));
    assertThat(schema.fit("event.hash", "ABCDEF0123456789"))
        .isEqualTo(fits(FieldType.DIGEST, "abcdef0123456789"));
    assertThat(schema.fit("EventID", 4624L)).isEqualTo(fits(FieldType.LONG, 4624L));
    assertThat(schema.fit("odd", Double.NaN)).isEqualTo(fits(FieldType.KEYWORD, "NaN"));
  }

  private static EcsSchema.Typed fits(FieldType type, Object value) {
    return new EcsSchema.Typed(type, value, false);
  }

  @ParameterizedTest
  @CsvSource({
    "source.ip, unknown",
    "source.ip, 10.0.0",
    "source.ip, 10.0.0.256",
    "source.ip, 010.0.0.1",
    "source.ip, fe80::1%eth0",
    "source.ip, localhost",
    "source.port, 44a",
    "source.port, 99999999999999999999",
    "event.start, 2026-02-30",
    "event.risk_score, 1e",
    "event.hash, 7676a499",
    "event.hash, 7676a499ee3fc5c6d5e",
    "event.hash, sha256:7676a499ee3fc5c6",
    "dvc.calendar.working, 1"
  })
  void makesAKeywordOfWhatDoesNotFit(String field, String value) {
    assertThat(schema.fit(field, value))
        .isEqualTo(new EcsSchema.Typed(FieldType.KEYWORD, value, true));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "::, ::",
    "::1, ::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
    "fe80::, fe80::",
    "::ffff:10.0.0.1, 10.0.0.1",
    "10.0.0.1, 10.0.0.1"
  })
  void writesAddressesInTheirShortForm(String address, String text) {
    assertThat(IpText.text(IpText.parse(address))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "Tuyên Quang, tuyen quang",
    "ĐẶNG THỊ NGỌC LAN, dang thi ngoc lan",
    "Trường học Ưu đãi, truong hoc uu dai",
    "no accents, no accents"
  })
  void foldsVietnamese(String text, String plain) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);

    assertThat(Folding.withoutAccents(Folding.lower(text))).isEqualTo(plain);
    assertThat(Folding.lower(decomposed)).isEqualTo(Folding.lower(text));
    assertThat(Folding.withoutAccents(Folding.lower(decomposed))).isEqualTo(plain);
  }
}
