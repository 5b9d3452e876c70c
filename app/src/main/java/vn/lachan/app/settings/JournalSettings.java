package vn.lachan.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The journal on disk between the inputs and the rest.
 *
 * @param limit most it may hold; when reached, inputs that can wait do so
 * @param segment size of one file
 * @param freeSpace it stops taking when the disk has less than this left
 * @param syncEvery longest time a record waits for its fsync
 */
public record JournalSettings(
    @DefaultValue("2GB") DataSize limit,
    @DefaultValue("64MB") DataSize segment,
    @DefaultValue("512MB") DataSize freeSpace,
    @DefaultValue("10ms") Duration syncEvery) {}
