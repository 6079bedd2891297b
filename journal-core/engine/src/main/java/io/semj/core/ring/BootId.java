package io.semj.core.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Which run of the operating system this is. */
public final class BootId {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * The id of this run.
   *
   * @return the id; none where the operating system does not tell
   */
  public static Optional<UUID> current() {
    try {
      return Optional.of(UUID.fromString(Files.readString(LINUX).trim()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
