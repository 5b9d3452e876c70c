package vn.lachan.app.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.CommandLog;

/**
 * Takes what {@code lachan backup} did beside the platform into the audit trail, from where rules
 * see it. A crash between the trail and the position tells a few entries twice.
 */
@Component
class CommandFeed {
  private static final Logger LOG = LoggerFactory.getLogger(CommandFeed.class);

  private final CommandLog log;
  private final FileAuditTrail trail;
  private final Path position;

  CommandFeed(Settings settings, FileAuditTrail trail, Clock clock) {
    Path folder = settings.folder("backup-history");
    this.log = new CommandLog(folder, clock);
    this.trail = trail;
    this.position = folder.resolve("commands.position");
  }

  @Scheduled(initialDelay = 20_000, fixedDelay = 20_000)
  void take() {
    try {
      int told = Files.exists(position) ? Integer.parseInt(Files.readString(position).strip()) : 0;
      List<AuditEntry> news = log.read(told);
      if (news.isEmpty()) {
        return;
      }
      news.forEach(trail::append);
      Path next = position.resolveSibling("commands.position.new");
      Files.writeString(next, Integer.toString(told + news.size()));
      Files.move(
          next, position, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | NumberFormatException e) {
      LOG.warn("the record of commands in {} cannot be followed", position, e);
    }
  }
}
