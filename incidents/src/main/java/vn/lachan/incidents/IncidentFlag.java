package vn.lachan.incidents;

/** Circumstances beside the severity that start a legal clock. */
public enum IncidentFlag {
  AN_NINH_QUOC_GIA("Có dấu hiệu xâm phạm an ninh quốc gia, trật tự an toàn xã hội"),
  GIAN_DOAN_NGHIEM_TRONG("Gây gián đoạn nghiêm trọng"),
  VUOT_KHA_NANG("Vượt khả năng xử lý của đơn vị hoặc là tình huống nguy hiểm"),
  DU_LIEU_VI_TRI_SINH_TRAC("Liên quan dữ liệu vị trí hoặc sinh trắc học");

  private final String vietnamese;

  IncidentFlag(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
