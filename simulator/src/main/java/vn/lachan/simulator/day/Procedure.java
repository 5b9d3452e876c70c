package vn.lachan.simulator.day;

import java.util.List;

/**
 * An administrative procedure. Codes are shaped like real ones; names and fees are samples.
 *
 * @param code code of the national catalogue
 * @param name Vietnamese name
 * @param field field it belongs to
 * @param fee in đồng, 0 when free
 * @param service data service that is called for it beside the population data base
 */
record Procedure(String code, String name, String field, long fee, String service) {
  private static final String REGISTER = "VN/GOV/G15/hotich/tracuu-hotich/v1";

  /** What citizens ask for at a commune. */
  static final List<Procedure> COMMUNE =
      List.of(
          new Procedure(
              "1.001193",
              "Đăng ký khai sinh",
              "Hộ tịch",
              0,
              "VN/GOV/G15/hotich/dangky-khaisinh/v1"),
          new Procedure("1.000894", "Đăng ký kết hôn", "Hộ tịch", 0, REGISTER),
          new Procedure("1.000656", "Đăng ký khai tử", "Hộ tịch", 0, REGISTER),
          new Procedure(
              "1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch", 15_000, REGISTER),
          new Procedure("2.000635", "Cấp bản sao trích lục hộ tịch", "Hộ tịch", 8_000, REGISTER),
          new Procedure("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực", 20_000, ""),
          new Procedure(
              "1.001612",
              "Đăng ký thành lập hộ kinh doanh",
              "Thành lập và hoạt động của hộ kinh doanh",
              100_000,
              "VN/GOV/G12/doanhnghiep/tracuu-dkdn/v1"),
          new Procedure(
              "1.012753",
              "Đăng ký đất đai, cấp giấy chứng nhận lần đầu",
              "Đất đai",
              100_000,
              "VN/GOV/G10/datdai/tracuu-thuadat/v1"),
          new Procedure(
              "1.001776",
              "Thực hiện trợ cấp xã hội hằng tháng",
              "Bảo trợ xã hội",
              0,
              "VN/GOV/G09/nguoicocong/tracuu-doituong/v1"),
          new Procedure(
              "2.001661",
              "Xác nhận thông tin bảo hiểm y tế hộ gia đình",
              "Bảo hiểm",
              0,
              "VN/GOV/G12/bhxh/xacnhan-bhyt-hogd/v1"));

  /** What they ask for at the provincial centre. */
  static final List<Procedure> PROVINCE =
      List.of(
          new Procedure(
              "2.000488",
              "Cấp Phiếu lý lịch tư pháp",
              "Lý lịch tư pháp",
              200_000,
              "VN/GOV/G15/lyLichTuPhap/tracuu-lylich/v1"),
          new Procedure(
              "1.002809",
              "Đổi giấy phép lái xe",
              "Đường bộ",
              135_000,
              "VN/GOV/G17/vantai/tracuu-gplx/v1"),
          new Procedure(
              "2.001610",
              "Đăng ký thành lập doanh nghiệp tư nhân",
              "Doanh nghiệp",
              50_000,
              "VN/GOV/G12/doanhnghiep/tracuu-dkdn/v1"),
          new Procedure(
              "1.005092",
              "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc",
              "Văn bằng, chứng chỉ",
              0,
              "VN/GOV/G03/vanbang/tracuu-vanbang/v1"));
}
