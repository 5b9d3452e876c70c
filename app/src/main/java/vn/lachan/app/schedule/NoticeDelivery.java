package vn.lachan.app.schedule;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.incidents.delivery.Courier;

/** Has notices leave, a few seconds after they were told. */
@Component
class NoticeDelivery {
  private final Courier courier;

  NoticeDelivery(Courier courier) {
    this.courier = courier;
  }

  @Scheduled(initialDelay = 3_000, fixedDelay = 2_000)
  void deliver() {
    try {
      courier.deliver();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
