package vn.lachan.app.schedule;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.backup.Scratch;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillResult;

/**
 * Folders drills restore into, one each. What a drill that passed restored is gone at once; of
 * those that failed, only the newest of a plan is kept, since dossiers lie there in clear.
 */
@Component
class DrillScratch {
  private static final Logger LOG = LoggerFactory.getLogger(DrillScratch.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path parent;
  private final DrillHistory drills;
  private final Clock clock;

  DrillScratch(Settings settings, DrillHistory drills, Clock clock) {
    this.parent = settings.folder("scratch");
    this.drills = drills;
    this.clock = clock;
  }

  /** A folder that is not there yet. */
  Path fresh(String planId) {
    return parent.resolve(planId).resolve(NAME.format(clock.instant()));
  }

  /** Removes what no drill of this plan needs any more. */
  void tidy(String planId, DrillResult newest) {
    Set<Path> needed = new HashSet<>();
    if (newest instanceof DrillResult.Failed) {
      needed.add(Path.of(newest.report().scratch()));
    }
    for (DrillPlan open : drills.unfinished()) {
      drills.journal(open.id()).scratch().ifPresent(needed::add);
    }
    Path folder = parent.resolve(planId);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry) && !needed.contains(entry)) {
          Scratch.empty(entry);
          Files.delete(entry);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot tidy {}: {}", folder, e.toString());
    }
  }
}
