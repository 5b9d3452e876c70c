package vn.lachan.app.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What to back up, and what others may back up to here.
 *
 * @param plans file with the backup plans; without it nothing is backed up
 */
public record BackupSettings(
    @Nullable Path plans,
    @DefaultValue BackupServerSettings server,
    @DefaultValue DrillSettings drill) {}
