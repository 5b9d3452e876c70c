package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * All nodes that share a database replace citizen numbers under the same key: else one person has
 * two names, and nothing that happens on both nodes is ever counted together. The database keeps
 * the fingerprint of the key of the first node that started, never the key.
 */
final class SharedKey {
  private static final String FACT = "pseudonym-key";

  private SharedKey() {}

  /**
   * Puts the fingerprint down when there is none.
   *
   * @param file where the key is, for the message
   * @throws StartException when other nodes have another key
   */
  static void require(Pseudonymizer pseudonymizer, JdbcClient db, Path file, Clock clock) {
    String own = pseudonymizer.hash("fingerprint", "lachan-pseudonym-key 1");
    String shared = known(db).orElseGet(() -> first(db, own, clock));
    if (!shared.equals(own)) {
      throw new StartException(
          file
              + ": khóa này khác khóa mà các nút dùng chung cơ sở dữ liệu đang dùng (dấu vân tay "
              + own
              + ", cần "
              + shared
              + "); hãy chép tệp này từ một nút đang chạy rồi khởi động lại");
    }
  }

  private static Optional<String> known(JdbcClient db) {
    return db.sql("select fact from cluster_fact where name = ?")
        .param(FACT)
        .query(String.class)
        .optional();
  }

  private static String first(JdbcClient db, String own, Clock clock) {
    try {
      db.sql("insert into cluster_fact (name, fact, at) values (?, ?, ?)")
          .param(FACT)
          .param(own)
          .param(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
          .update();
      return own;
    } catch (DuplicateKeyException _) {
      return known(db).orElse(own); // another node was first
    }
  }
}
