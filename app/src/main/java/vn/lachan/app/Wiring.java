package vn.lachan.app;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the modules together. Read from top to bottom: ground, then the way of a log line. */
@Configuration
class Wiring {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
