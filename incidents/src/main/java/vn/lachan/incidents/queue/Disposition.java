package vn.lachan.incidents.queue;

/** What an alert turned out to be (soc.md 4.5). */
public enum Disposition {
  DUNG_CO_ANH_HUONG("Đúng - có ảnh hưởng", false),
  DUNG_KHONG_ANH_HUONG("Đúng - không ảnh hưởng", false),
  HOP_LE("Hợp lệ/đã biết trước", true),
  SAI_LUAT("Dương tính giả - quy tắc sai", true),
  SAI_DU_LIEU("Dương tính giả - dữ liệu sai", true),
  TRUNG_LAP("Trùng lặp", false),
  CHUA_XAC_DINH("Chưa xác định", false);

  private final String vietnamese;
  private final boolean needsNote;

  Disposition(String vietnamese, boolean needsNote) {
    this.vietnamese = vietnamese;
    this.needsNote = needsNote;
  }

  public String vietnamese() {
    return vietnamese;
  }

  /** Whether closing with it must say why. */
  public boolean needsNote() {
    return needsNote;
  }
}
