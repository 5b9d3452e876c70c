package vn.lachan.collector.parser;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.FieldTable.Kind;
import vn.lachan.collector.syslog.SyslogMessage;
import vn.lachan.collector.syslog.Timestamps;

/** Business events of the one-stop system ({@code dvc.motcua}): one JSON object a line. */
final class OneStopParser implements Parser {
  static final FieldTable TABLE = new FieldTable();

  private static final List<String> STATUSES =
      List.of(
          "mới đăng ký",
          "được tiếp nhận",
          "không được tiếp nhận",
          "đang xử lý",
          "yêu cầu bổ sung giấy tờ",
          "yêu cầu thực hiện nghĩa vụ tài chính",
          "công dân yêu cầu rút hồ sơ",
          "dừng xử lý",
          "đã xử lý xong",
          "đã trả kết quả");
  private static final Map<String, String> LEVELS =
      Map.of("vneid_1", "1", "vneid_2", "2", "vneid1", "1", "vneid2", "2");

  static {
    actor();
    request();
    dossier();
    subject();
    attachments();
    surroundings();
  }

  private static void actor() {
    TABLE
        .add("thoi_gian", Kind.OWN, "")
        .add("ma_su_kien", Kind.OWN, "")
        .add("hanh_dong", Kind.OWN, "")
        .add("ket_qua", Kind.OWN, "")
        .add("ma_loi", Kind.TEXT, "error.code")
        .add("thong_bao_loi", Kind.TEXT, "error.message")
        .add("ly_do", Kind.TEXT, "event.reason")
        .add("tai_khoan", Kind.TEXT, "user.name")
        .add("ho_ten", Kind.TEXT, "user.full_name")
        .add("chuc_vu", Kind.TEXT, "dvc.actor.position")
        .add("loai_chu_the", Kind.TEXT, "dvc.actor.type")
        .add("vai_tro", Kind.TEXTS, "user.roles")
        .add("ma_don_vi", Kind.TEXT, "organization.id")
        .add("ten_don_vi", Kind.TEXT, "organization.name")
        .add("cap", Kind.TEXT, "dvc.unit.level")
        .add("phien", Kind.SECRET, "dvc.session.id_hash", "session")
        .add("kieu_xac_thuc", Kind.OWN, "")
        .add("quyen.tai_khoan_dich", Kind.TEXT, "user.target.id")
        .add("quyen.vai_tro", Kind.TEXTS, "user.changes.roles")
        .add("tai_khoan_dich", Kind.TEXT, "user.target.id");
  }

  private static void request() {
    TABLE
        .add("ip", Kind.ADDRESS, "source")
        .add("cong_nguon", Kind.WHOLE, "source.port")
        .add("trinh_duyet", Kind.TEXT, "user_agent.original")
        .add("url", Kind.URL, "")
        .add("phuong_thuc", Kind.TEXT, "http.request.method")
        .add("ma_http", Kind.WHOLE, "http.response.status_code")
        .add("byte", Kind.WHOLE, "http.response.bytes")
        .add("byte_gui", Kind.WHOLE, "http.request.bytes")
        .add("thoi_luong", Kind.MILLIS, "event.duration");
  }

  private static void dossier() {
    TABLE
        .add("ma_ho_so", Kind.TEXT, "dvc.dossier.code")
        .add("ma_ho_so_goc", Kind.TEXT, "dvc.dossier.origin_code")
        .add("ma_tthc", Kind.TEXT, "dvc.procedure.code")
        .add("ten_tthc", Kind.TEXT, "dvc.procedure.name")
        .add("linh_vuc", Kind.TEXT, "dvc.procedure.field")
        .add("muc_do", Kind.TEXT, "dvc.procedure.level")
        .add("trang_thai_cu", Kind.OWN, "")
        .add("trang_thai_moi", Kind.OWN, "")
        .add("buoc_cu", Kind.TEXT, "dvc.dossier.step_prev")
        .add("buoc_moi", Kind.TEXT, "dvc.dossier.step")
        .add("nguoi_nhan", Kind.TEXT, "user.target.id")
        .add("kenh", Kind.TEXT, "dvc.dossier.channel")
        .add("don_vi_tiep_nhan", Kind.TEXT, "dvc.dossier.receiving_unit")
        .add("don_vi_tham_quyen", Kind.TEXT, "dvc.dossier.competent_unit")
        .add("ngay_tiep_nhan", Kind.DATE, "dvc.dossier.received_at")
        .add("ngay_hen_tra", Kind.DATE, "dvc.dossier.due_at")
        .add("ngay_ket_thuc", Kind.DATE, "dvc.dossier.finished_at")
        .add("ngay_tra", Kind.DATE, "dvc.dossier.returned_at");
  }

  private static void subject() {
    TABLE
        .add("so_dinh_danh", Kind.SUBJECT, "")
        .add("loai_giay_to", Kind.TEXT, "dvc.subject.id_type")
        .add("muc_dich", Kind.TEXT, "dvc.lookup.purpose")
        .add("truong_tra_cuu", Kind.TEXTS, "dvc.lookup.fields")
        .add("so_ket_qua", Kind.WHOLE, "dvc.lookup.result_count")
        .add("dich_vu", Kind.TEXT, "dvc.lookup.service");
  }

  private static void attachments() {
    for (String prefix : List.of("", "tep.")) {
      TABLE
          .add(prefix + "loai_tep", Kind.LOWER, "file.mime_type")
          .add(prefix + "kich_thuoc", Kind.WHOLE, "file.size")
          .add(prefix + "sha256", Kind.LOWER, "file.hash.sha256")
          .add(prefix + "loai", Kind.TEXT, "dvc.attachment.kind")
          .add(prefix + "so_hoa", Kind.TEXT, "dvc.attachment.digitised");
    }
    TABLE
        .add("tep_id", Kind.TEXT, "dvc.attachment.id")
        .add("tep.id", Kind.TEXT, "dvc.attachment.id")
        .add("ten_tep", Kind.FILE_NAME, "")
        .add("tep.ten", Kind.FILE_NAME, "")
        .add("ky_so.loai", Kind.TEXT, "dvc.signature.type")
        .add("ky_so.chu_the", Kind.TEXT, "dvc.signature.signer_cn")
        .add("ky_so.serial", Kind.LOWER, "dvc.signature.cert_serial")
        .add("ky_so.nha_cc", Kind.TEXT, "dvc.signature.issuer_cn")
        .add("ky_so.thoi_diem", Kind.DATE, "dvc.signature.signed_at")
        .add("ky_so.tsa", Kind.TEXT, "dvc.signature.tsa")
        .add("ky_so.ket_qua", Kind.TEXT, "dvc.signature.result")
        .add("ky_so.trang_thai_cts", Kind.TEXT, "dvc.signature.cert_status")
        .add("ky_so.het_han", Kind.DATE, "dvc.signature.cert_not_after");
  }

  private static void surroundings() {
    TABLE
        .add("thanh_toan.ma_gd", Kind.TEXT, "dvc.payment.txn_id")
        .add("thanh_toan.so_tien", Kind.WHOLE, "dvc.payment.amount")
        .add("thanh_toan.hinh_thuc", Kind.TEXT, "dvc.payment.method")
        .add("thanh_toan.tai_khoan_thu", Kind.SECRET, "dvc.payment.account_hash", "account")
        .add("thanh_toan.trang_thai", Kind.TEXT, "dvc.payment.status")
        .add("buu_chinh.ma_van_don", Kind.TEXT, "dvc.postal.order")
        .add("buu_chinh.chieu", Kind.TEXT, "dvc.postal.direction")
        .add("buu_chinh.trang_thai", Kind.TEXT, "dvc.postal.status")
        .add("dong_bo.dich", Kind.TEXT, "dvc.sync.target")
        .add("dong_bo.dich_vu", Kind.TEXT, "dvc.sync.service")
        .add("dong_bo.ma_loi", Kind.TEXT, "error.code")
        .add("dong_bo.so_lan", Kind.WHOLE, "dvc.sync.retry")
        .add("dong_bo.tuoi_hang_doi", Kind.WHOLE, "dvc.sync.queue_age_s")
        .add("ket_xuat.so_dong", Kind.WHOLE, "dvc.export.rows")
        .add("ket_xuat.bieu_mau", Kind.TEXT, "dvc.export.template")
        .add("cau_hinh.doi_tuong", Kind.TEXT, "dvc.config.object")
        .add("cau_hinh.gia_tri_cu", Kind.SECRET, "dvc.config.old_hash", "config")
        .add("cau_hinh.gia_tri_moi", Kind.SECRET, "dvc.config.new_hash", "config")
        .add("doi_tuong_cau_hinh", Kind.TEXT, "dvc.config.object")
        .add("tro_ly.cau_hoi", Kind.TEXT, "dvc.assistant.question")
        .add("tro_ly.bi_chan", Kind.TEXT, "dvc.assistant.blocked")
        .add("tro_ly.so_dlcn", Kind.WHOLE, "dvc.assistant.personal_data");
  }

  @Override
  public ParseResult parse(LogLine line) {
    SyslogMessage header = line.syslog();
    EventDraft draft = line.draft();
    TableReader reader = new TableReader(line, draft);
    String problem = reader.read(TABLE, header.start(), header.end());
    if (problem != null) {
      return new ParseResult.Unparsed(draft, problem);
    }
    if (reader.own("hanh_dong").isEmpty()) {
      return new ParseResult.Unparsed(draft, "the key hanh_dong is missing");
    }
    draft.givenId(reader.own("ma_su_kien"));
    time(line, draft, reader.own("thoi_gian"));
    actionAndOutcome(draft, reader.own("hanh_dong"), reader.own("ket_qua"));
    authentication(draft, reader.own("kieu_xac_thuc"));
    draft.put("dvc.dossier.status_prev", status(reader.own("trang_thai_cu")));
    draft.put("dvc.dossier.status", status(reader.own("trang_thai_moi")));
    draft.put("user.id", draft.get("user.name"));
    if (draft.has("dvc.signature.cert_serial")) {
      draft.put("file.x509.serial_number", draft.get("dvc.signature.cert_serial"));
    }
    draft.put("message", message(draft));
    return new ParseResult.Parsed(draft);
  }

  static void time(LogLine line, EventDraft draft, String text) {
    Instant instant = text.isEmpty() ? null : Timestamps.parse(text, line.received(), line.zone());
    if (instant == null) {
      draft.tag(text.isEmpty() ? "no_timestamp" : "bad_timestamp");
      return;
    }
    draft.timestamp(instant);
    draft.put("event.timezone", timezone(text));
  }

  /** The offset at the end of an ISO time stamp, as {@code +07:00}. */
  private static @Nullable String timezone(String text) {
    int length = text.length();
    if (length > 20 && text.charAt(length - 3) == ':') {
      char sign = text.charAt(length - 6);
      return sign == '+' || sign == '-' ? text.substring(length - 6) : null;
    }
    return text.endsWith("Z") ? "+00:00" : null;
  }

  private static void actionAndOutcome(EventDraft draft, String given, String result) {
    String action = given.equals("dang_nhap_that_bai") ? "dang_nhap" : given;
    draft.put("event.kind", "event");
    draft.put("event.action", action);
    String outcome = outcome(draft, given, result);
    draft.put("event.outcome", outcome);
    Actions.Meaning meaning = Actions.of(action);
    if (meaning == null) {
      draft.tag("unknown_action");
      return;
    }
    draft.put("event.category", meaning.categories());
    boolean failedCall = outcome.equals("failure") && meaning.categories().getFirst().equals("api");
    draft.put("event.type", failedCall ? List.of("error") : meaning.types());
  }

  private static String outcome(EventDraft draft, String action, String result) {
    if (action.equals("dang_nhap_that_bai")) {
      return "failure";
    }
    return switch (result) {
      case "thanh_cong" -> "success";
      case "that_bai" -> "failure";
      default -> {
        if (!result.isEmpty()) {
          draft.tag("bad_value");
        }
        yield "unknown";
      }
    };
  }

  private static void authentication(EventDraft draft, String method) {
    if (!method.isEmpty()) {
      draft.put("dvc.auth.method", method);
      draft.put("dvc.auth.level", LEVELS.get(method));
      draft.put(
          "dvc.auth.mfa",
          switch (method) {
            case "otp", "vneid_2", "vneid2", "chung_thu_so" -> true;
            default -> false;
          });
    }
  }

  /** The code of a dossier status, also when the log says its label. */
  private static String status(String text) {
    int label = text.length() <= 2 ? -1 : STATUSES.indexOf(text.toLowerCase(java.util.Locale.ROOT));
    return label < 0 ? text : Integer.toString(label + 1);
  }

  /** A short text, so that a search by words finds the event. */
  private static String message(EventDraft draft) {
    StringBuilder text = new StringBuilder(96);
    text.append(draft.text("event.action")).append(' ').append(draft.text("event.outcome"));
    for (String field :
        List.of("user.name", "dvc.dossier.code", "file.name", "event.reason", "error.message")) {
      String value = draft.text(field);
      if (!value.isEmpty()) {
        text.append(' ').append(value);
      }
    }
    return text.toString();
  }
}
