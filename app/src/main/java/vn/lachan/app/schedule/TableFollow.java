package vn.lachan.app.schedule;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.tables.TablesInForce;

/** Takes in tables that another node put in force. */
@Component
class TableFollow {
  private final TablesInForce tables;

  TableFollow(TablesInForce tables) {
    this.tables = tables;
  }

  @Scheduled(initialDelay = 15_000, fixedDelay = 15_000)
  void follow() {
    tables.follow();
  }
}
