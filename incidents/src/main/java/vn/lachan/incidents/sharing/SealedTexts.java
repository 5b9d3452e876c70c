package vn.lachan.incidents.sharing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import vn.lachan.incidents.store.Json;

/**
 * Every place where people wrote something about an incident. Takes all of it out and keeps it in
 * one row of incident_sealed, or puts it back.
 */
final class SealedTexts {

  /** What a list shows instead of the name. */
  static final String TITLE = "Sự cố liên quan bí mật nhà nước";

  private static final String SEALED = "Đã niêm phong";

  /**
   * Columns of one table.
   *
   * @param name for people
   * @param key column that names a row among those of an incident
   * @param of which rows belong to incident {@code :incident}
   * @param shown column by which a person recognises a row; empty: only counted
   * @param columns what is written there instead, by column
   */
  private record Place(
      String name, String table, String key, String of, String shown, Map<String, String> columns) {

    String select() {
      return "select cast("
          + key
          + " as varchar) as row_key, "
          + String.join(", ", columns.keySet())
          + (shown.isEmpty() || columns.containsKey(shown) ? "" : ", " + shown)
          + " from "
          + table
          + " where "
          + of
          + " order by "
          + key;
    }

    String update(String column) {
      return "update "
          + table
          + " set "
          + column
          + " = :text where cast("
          + key
          + " as varchar) = :key and "
          + of;
    }
  }

  private static final String ITS = "incident_id = :incident";
  private static final String ITS_TASKS =
      "task_id in (select id from task where incident_id = :incident)";

  private static final List<Place> PLACES =
      List.of(
          new Place(
              "Mô tả sự cố",
              "incident",
              "id",
              "id = :incident",
              "title",
              masks(
                  "title",
                  TITLE,
                  "search_text",
                  "",
                  "summary",
                  "",
                  "root_cause",
                  "",
                  "impact",
                  "",
                  "remedy",
                  "",
                  "criterion",
                  "",
                  "tlp",
                  "RED",
                  "pap",
                  "RED")),
          new Place("Ghi chú", "incident_note", "id", ITS, "author", masks("content", SEALED)),
          new Place("Dòng thời gian", "incident_timeline", "id", ITS, "", masks("content", SEALED)),
          new Place(
              "Lịch sử sửa đổi",
              "incident_change",
              "id",
              ITS + " and field in ('title', 'summary', 'rootCause', 'impact', 'remedy')",
              "",
              masks("old_value", "", "new_value", "", "reason", "")),
          new Place(
              "Lý do đổi trạng thái",
              "incident_change",
              "id",
              ITS + " and field not in ('title', 'summary', 'rootCause', 'impact', 'remedy')",
              "",
              masks("reason", "")),
          new Place(
              "Chứng cứ",
              "evidence",
              "id",
              ITS,
              "name",
              masks("name", SEALED, "description", "", "collected_from", "")),
          new Place(
              "Ghi chú lưu giữ chứng cứ",
              "evidence_custody",
              "id",
              "evidence_id in (select id from evidence where incident_id = :incident)",
              "",
              masks("note", "")),
          new Place(
              "Việc, lệnh",
              "task",
              "id",
              ITS,
              "title",
              masks(
                  "title",
                  SEALED,
                  "instructions",
                  "",
                  "reason",
                  "",
                  "result",
                  SEALED,
                  "inputs",
                  "[]",
                  "outputs",
                  "{}")),
          new Place(
              "Căn cứ của lệnh",
              "task_order",
              "task_id",
              ITS_TASKS,
              "",
              masks("why", SEALED, "legal_basis", "")),
          new Place("Tiến độ lệnh", "order_event", "id", ITS_TASKS, "", masks("content", SEALED)),
          new Place(
              "Lý do chuyển giao",
              "incident_handover",
              "id",
              ITS,
              "",
              masks("reason", SEALED, "note", "")),
          new Place(
              "Lý do bảo toàn",
              "preservation",
              "id",
              ITS,
              "",
              masks("reason", SEALED, "lift_reason", "")),
          new Place("Ghi chú thời hạn", "incident_clock", "clock_id", ITS, "", masks("note", "")),
          new Place(
              "Quan sát",
              "incident_observable",
              "id",
              ITS,
              "",
              masks("content", SEALED, "note", "")),
          new Place("Thông báo", "notice", "id", ITS, "", masks("subject", TITLE)));

  private static Map<String, String> masks(String... pairs) {
    Map<String, String> masks = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      masks.put(pairs[i], pairs[i + 1]);
    }
    return masks;
  }

  /** A text that was taken out. */
  record Kept(String table, String column, String key, String text) {}

  /** What is there, one line each. */
  static List<String> named(Handle handle, String incidentId) {
    List<String> items = new ArrayList<>();
    for (Place place : PLACES) {
      List<String> rows =
          handle
              .createQuery(place.select())
              .bind("incident", incidentId)
              .map((row, _) -> place.shown().isEmpty() ? "" : row.getString(place.shown()))
              .list();
      if (place.shown().isEmpty()) {
        if (!rows.isEmpty()) {
          items.add(place.name() + ": " + rows.size() + " dòng");
        }
      } else {
        rows.forEach(shown -> items.add(place.name() + ": " + shown));
      }
    }
    long alerts =
        handle
            .createQuery(
                "select count(*) from incident_alert where incident_id = :id and valid_to is null")
            .bind("id", incidentId)
            .mapTo(Long.class)
            .one();
    items.add("Cảnh báo và sự kiện gốc: " + alerts + " cảnh báo, không bị niêm phong");
    items.add(
        "Ngoài tầm của cờ này: nhật ký kiểm toán, báo cáo đã phát hành, lần chạy kịch bản, nội dung"
            + " tệp chứng cứ trên đĩa, bản sao lưu; cơ quan có thẩm quyền xử lý theo chế độ mật");
    return items;
  }

  /** Takes everything out and returns how many texts. */
  static int seal(Handle handle, String incidentId, String by, Instant now) {
    List<Kept> kept = new ArrayList<>();
    for (Place place : PLACES) {
      List<Map<String, Object>> rows =
          handle.createQuery(place.select()).bind("incident", incidentId).mapToMap().list();
      for (Map<String, Object> row : rows) {
        String key = String.valueOf(row.get("row_key"));
        place
            .columns()
            .forEach((column, mask) -> {
              Object text = row.get(column);
              if (text != null && !text.equals(mask)) {
                kept.add(new Kept(place.table(), column, key, text.toString()));
                write(handle, place, column, key, incidentId, mask);
              }
            });
      }
    }
    handle
        .createUpdate(
            "insert into incident_sealed (incident_id, sealed_at, sealed_by, texts, content)"
                + " values (:incident, :now, :by, :texts, :content)")
        .bind("incident", incidentId)
        .bind("now", now)
        .bind("by", by)
        .bind("texts", kept.size())
        .bind("content", Json.write(kept))
        .execute();
    return kept.size();
  }

  private static void write(
      Handle handle, Place place, String column, String key, String incidentId, String text) {
    handle
        .createUpdate(place.update(column))
        .bind("text", text)
        .bind("key", key)
        .bind("incident", incidentId)
        .execute();
  }

  /** Puts everything back that was not destroyed. */
  static void restore(Handle handle, String incidentId) {
    handle
        .createQuery("select content from incident_sealed where incident_id = :incident")
        .bind("incident", incidentId)
        .mapTo(String.class)
        .findOne()
        .map(content -> List.of(Json.read(content, Kept[].class)))
        .orElse(List.of())
        .forEach(kept ->
            PLACES.stream()
                .filter(place -> place.table().equals(kept.table()))
                .filter(place -> place.columns().containsKey(kept.column()))
                .forEach(place ->
                    write(handle, place, kept.column(), kept.key(), incidentId, kept.text())));
    destroy(handle, incidentId);
  }

  /** Removes what was sealed; returns how many texts. */
  static int destroy(Handle handle, String incidentId) {
    int texts =
        handle
            .createQuery("select texts from incident_sealed where incident_id = :incident")
            .bind("incident", incidentId)
            .mapTo(Integer.class)
            .findOne()
            .orElse(0);
    handle
        .createUpdate("delete from incident_sealed where incident_id = :incident")
        .bind("incident", incidentId)
        .execute();
    return texts;
  }

  private SealedTexts() {}
}
