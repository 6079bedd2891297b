/** The checksums and digests of the SEMJ format, each reusable without allocating. */
package io.semj.checksum;
