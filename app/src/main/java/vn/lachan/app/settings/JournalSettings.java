package vn.lachan.app.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The journal on disk between the inputs and the rest.
 *
 * @param limit most it may hold; when reached, inputs that can wait do so
 * @param segment size of one file
 * @param freeSpace it stops taking when the disk has less than this left
 * @param pending most that may wait in memory for the disk; when reached, inputs that can wait do
 * @param syncEvery longest time a record waits for its fsync
 * @param segmentAge a file is ended when it is so old, so that what was read leaves the disk within
 *     twice this time
 * @param staleAfter what waits longer to be read is shown and told, never deleted
 * @param keepAtMost nothing is kept longer, read or not; what is deleted unread is counted, audited
 *     and told; null for never
 */
public record JournalSettings(
    @DefaultValue("2GB") DataSize limit,
    @DefaultValue("64MB") DataSize segment,
    @DefaultValue("512MB") DataSize freeSpace,
    @DefaultValue("16MB") DataSize pending,
    @DefaultValue("10ms") Duration syncEvery,
    @DefaultValue("1h") Duration segmentAge,
    @DefaultValue("1d") Duration staleAfter,
    @Nullable Duration keepAtMost) {}
