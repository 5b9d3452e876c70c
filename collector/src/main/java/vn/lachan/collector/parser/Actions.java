package vn.lachan.collector.parser;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the actions of the one-stop system are in the words of ECS (domain list 5.1). */
final class Actions {

  /** Category and types of an action. */
  record Meaning(List<String> categories, List<String> types) {}

  private static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    add("authentication", "start", "dang_nhap", "dang_nhap_that_bai");
    add("authentication", "end", "dang_xuat");
    add("iam", "change user", "doi_mat_khau", "khoa_tai_khoan", "mo_khoa_tai_khoan");
    add("iam", "creation user", "tao_tai_khoan");
    add("iam", "deletion user", "xoa_tai_khoan");
    add("iam", "change group", "sua_quyen");
    add("database", "access", "tra_cuu_dan_cu", "tra_cuu_ho_so", "xem_ho_so", "ket_xuat");
    add("database", "creation", "tao_ho_so");
    add(
        "database",
        "change",
        "tiep_nhan",
        "tu_choi",
        "chuyen_xu_ly",
        "yeu_cau_bo_sung",
        "bo_sung",
        "tam_dung",
        "rut_ho_so",
        "trinh_ky",
        "phe_duyet",
        "ket_thuc",
        "tra_ket_qua",
        "sua_ho_so",
        "doi_ngay_hen_tra");
    add("database", "deletion", "xoa_ho_so");
    add("file", "creation", "so_hoa", "tai_len_tep");
    add("file", "access", "tai_tep");
    add("file", "change", "sua_tep", "ky_so", "dong_dau");
    add("file", "deletion", "xoa_tep");
    add("file", "info", "xac_minh_chu_ky");
    add("web", "access", "thanh_toan", "hoan_phi", "hoi_isee");
    add("web", "info", "gui_buu_chinh", "nhan_buu_chinh");
    add("configuration", "change", "doi_tai_khoan_thu", "cau_hinh_quy_trinh", "cau_hinh_he_thong");
    add("api", "info", "dong_bo_dvcqg", "dong_bo_bo_nganh");
  }

  private Actions() {}

  private static void add(String category, String types, String... actions) {
    Meaning meaning = new Meaning(List.of(category), List.of(types.split(" ", -1)));
    for (String action : actions) {
      MEANINGS.put(action, meaning);
    }
  }

  static @Nullable Meaning of(String action) {
    return MEANINGS.get(action);
  }
}
