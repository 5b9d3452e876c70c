package vn.lachan.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What restore drills can use.
 *
 * @param trust folder with {@code trust.yml} and the root certificates that are believed; without
 *     it signatures are not looked at, and the minutes say so
 * @param restic the stock program for the restore as if the platform were gone; where it is not
 *     there, the minutes say so
 * @param resticWithin it is ended after this time
 * @param sealKey PKCS#12 file with the key that signs the minutes; without it they are chained and
 *     not signed
 * @param sealPasswordFile its password
 * @param timestamps RFC 3161 service that dates the seal; without it the seal has no time-stamp
 * @param scratchDatabase whether dumps are restored into a scratch PostgreSQL where one is
 *     installed
 */
public record DrillSettings(
    @Nullable Path trust,
    @DefaultValue("/usr/bin/restic") Path restic,
    @DefaultValue("12h") Duration resticWithin,
    @Nullable Path sealKey,
    @Nullable Path sealPasswordFile,
    @Nullable URI timestamps,
    @DefaultValue("true") boolean scratchDatabase) {}
