package vn.lachan.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One-stop events with consecutive numbers and password sprays among them: the same numbers give
 * the same lines, so that two runs can be compared.
 *
 * @param name tells this load from others; part of its accounts and sessions
 * @param network first three numbers of the addresses its sprays come from
 * @param start time of the first event; the others follow, 40 ms from one to the next
 * @param count how many events
 * @param sprays how many addresses try passwords, evenly spread
 * @param withIds whether events bring an id of their own
 */
record NumberedLoad(
    String name, String network, Instant start, int count, int sprays, boolean withIds) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int STEP_MILLIS = 40;
  private static final int TRIES = 24;
  private static final int BETWEEN_TRIES = 100;

  /** The id that event {@code number}, from 0, has in the platform when events bring their own. */
  String eventId(int number) {
    return "dvc.motcua-" + given(number);
  }

  /** What event {@code number} carries as the id of its attachment. */
  String mark(int number) {
    return name + "-" + number;
  }

  Instant at(int number) {
    return start.plusMillis((long) number * STEP_MILLIS);
  }

  /** Events {@code from} (included) to {@code to} (excluded), one line each. */
  String lines(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int number = from; number < to; number++) {
      lines.add(line(number));
    }
    return String.join("\n", lines) + "\n";
  }

  String line(int number) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("thoi_gian", at(number).toString())
            .put("loai_chu_the", "can_bo")
            .put("ma_don_vi", "02215")
            .put("cap", "xa")
            .put("tep_id", mark(number))
            .put("thoi_luong", 84);
    if (withIds) {
      event.put("ma_su_kien", given(number));
    }
    int stretch = count / sprays;
    int spray = number / stretch;
    int inside = number % stretch - stretch / 4;
    boolean attack =
        spray < sprays
            && inside >= 0
            && inside < TRIES * BETWEEN_TRIES
            && inside % BETWEEN_TRIES == 0;
    return JSON.writeValueAsString(
        attack ? attack(event, spray, inside / BETWEEN_TRIES) : work(event, number));
  }

  private ObjectNode attack(ObjectNode event, int spray, int trial) {
    return event
        .put("hanh_dong", "dang_nhap")
        .put("ket_qua", "that_bai")
        .put("ma_loi", "SAI_MAT_KHAU")
        .put("kieu_xac_thuc", "noi_bo")
        .put("tai_khoan", name + ".nan.nhan." + spray + "." + trial)
        .put("ip", network + "." + (spray + 1));
  }

  private ObjectNode work(ObjectNode event, int number) {
    int officer = number % 600;
    return event
        .put("hanh_dong", "xem_ho_so")
        .put("ket_qua", "thanh_cong")
        .put("tai_khoan", name + ".can.bo." + officer)
        .put("phien", name + "-phien-" + officer)
        .put("ip", "10.60.75." + (1 + officer % 250))
        .put("ma_ho_so", "H60.99.2.215-261102-0001")
        .put("ma_tthc", "2.000815")
        .put("ten_tthc", "Chứng thực bản sao từ bản chính")
        .put("linh_vuc", "Chứng thực")
        .put("trang_thai_moi", "4")
        .put("don_vi_tiep_nhan", "02215")
        .put("don_vi_tham_quyen", "02215");
  }

  private String given(int number) {
    return String.format(Locale.ROOT, "%s-%09d", name, number);
  }
}
