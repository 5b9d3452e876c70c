package vn.lachan.app.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to back up.
 *
 * @param plans file with the backup plans; without it nothing is backed up
 */
public record BackupSettings(@Nullable Path plans) {}
