package vn.lachan.app.settings;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs forms (PAdES) and packages of evidence (ASiC-E).
 *
 * @param key PKCS#12 file; without it forms are left to be signed by hand and no package of
 *     evidence can be made
 * @param passwordFile its password
 * @param timestamps RFC 3161 service that dates the signatures; without it they have no time-stamp
 */
public record SigningSettings(
    @Nullable Path key, @Nullable Path passwordFile, @Nullable URI timestamps) {}
