package vn.lachan.incidents.sharing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Marking;

/**
 * A trace of the attack that can be looked for elsewhere: an address, a digest, an account.
 *
 * @param own its own labels; null when it has those of its incident
 * @param marking the labels in force
 */
public record Observable(
    String id,
    String incidentId,
    Kind kind,
    String value,
    String note,
    @Nullable Marking own,
    Marking marking,
    String addedBy,
    Instant addedAt) {

  /** What it is. */
  public enum Kind {
    IP("Địa chỉ IP"),
    DOMAIN("Tên miền"),
    URL("Đường dẫn"),
    HASH("Mã băm"),
    EMAIL("Địa chỉ thư"),
    FILE("Tệp"),
    ACCOUNT("Tài khoản"),
    OTHER("Khác");

    private final String vietnamese;

    Kind(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }
}
