/**
 * Evidence that leaves the house: {@link vn.lachan.reports.pack.EvidencePackages} makes signed
 * containers (ASiC-E, ETSI EN 319 162-1), {@link vn.lachan.reports.pack.EvidencePackageCheck} reads
 * them again without the platform. The container is described in {@code
 * docs/formats/evidence-package.md}.
 */
@NullMarked
package vn.lachan.reports.pack;

import org.jspecify.annotations.NullMarked;
