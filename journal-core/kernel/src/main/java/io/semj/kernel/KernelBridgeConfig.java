package io.semj.kernel;

import io.semj.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a bridge works. Immutable; made by {@link #builder()}. */
public final class KernelBridgeConfig {
  private final CompatibilityMode mode;
  private final KernelOverflow overflow;
  private final Path source;
  private final Path sink;
  private final KernelClock clock;
  private final boolean correctDrift;
  private final boolean skipBadEvents;
  private final Duration resyncInterval;
  private final KernelSyncListener listener;

  private KernelBridgeConfig(Builder builder) {
    mode = builder.mode;
    overflow = builder.overflow;
    source = builder.source;
    sink = builder.sink;
    clock = builder.clock;
    correctDrift = builder.correctDrift;
    skipBadEvents = builder.skipBadEvents;
    resyncInterval = builder.resyncInterval;
    listener = builder.listener;
  }

  /**
   * A builder with the defaults: mode full, refusing what does not fit and what is malformed, the
   * system's clock, correcting drift, no automatic synchronisation, and no journal of a kernel.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What the bridge may do. */
  public CompatibilityMode mode() {
    return mode;
  }

  /** What happens to events that the kernel's form cannot hold. */
  public KernelOverflow overflow() {
    return overflow;
  }

  /** Where kernel events are imported from. */
  public Optional<Path> source() {
    return Optional.ofNullable(source);
  }

  /** Where userspace events are exported to. */
  public Optional<Path> sink() {
    return Optional.ofNullable(sink);
  }

  /** Between the kernel's clock and the wall clock. */
  public KernelClock clock() {
    return clock;
  }

  /** Whether drift is corrected, and not only told. */
  public boolean correctsDrift() {
    return correctDrift;
  }

  /** Whether malformed kernel events are passed over. */
  public boolean skipsBadEvents() {
    return skipBadEvents;
  }

  /** How often to synchronise without being asked; zero for never. */
  public Duration resyncInterval() {
    return resyncInterval;
  }

  /** Who is told. */
  public KernelSyncListener listener() {
    return listener;
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private CompatibilityMode mode = CompatibilityMode.FULL;
    private KernelOverflow overflow = KernelOverflow.REFUSE;
    private Path source;
    private Path sink;
    private KernelClock clock = KernelClock.system();
    private boolean correctDrift = true;
    private boolean skipBadEvents;
    private Duration resyncInterval = Duration.ZERO;
    private KernelSyncListener listener = KernelSyncListener.NONE;

    private Builder() {}

    /** What the bridge may do. */
    public Builder mode(CompatibilityMode value) {
      mode = Objects.requireNonNull(value, "mode");
      return this;
    }

    /** What happens to events that the kernel's form cannot hold. */
    public Builder overflow(KernelOverflow value) {
      overflow = Objects.requireNonNull(value, "overflow");
      return this;
    }

    /** Where kernel events are imported from: a file, the mount point of a VexFS, a device. */
    public Builder source(Path value) {
      source = Objects.requireNonNull(value, "source");
      return this;
    }

    /** Where userspace events are exported to: a file, which is made, or a device. */
    public Builder sink(Path value) {
      sink = Objects.requireNonNull(value, "sink");
      return this;
    }

    /** Between the kernel's clock and the wall clock. */
    public Builder clock(KernelClock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Whether drift is corrected; if not, the listener is alerted. */
    public Builder correctDrift(boolean value) {
      correctDrift = value;
      return this;
    }

    /** Whether malformed kernel events are passed over; the listener is told of each. */
    public Builder skipBadEvents(boolean value) {
      skipBadEvents = value;
      return this;
    }

    /** How often to synchronise without being asked, on a thread of the bridge; zero for never. */
    public Builder resyncInterval(Duration value) {
      resyncInterval = Objects.requireNonNull(value, "resyncInterval");
      return this;
    }

    /** Who is told. */
    public Builder listener(KernelSyncListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /**
     * Checks the settings.
     *
     * @return the configuration
     * @throws ConfigurationException when one cannot be used, or two contradict each other
     */
    public KernelBridgeConfig build() {
      if (resyncInterval.isNegative()) {
        throw new ConfigurationException("resyncInterval", "zero or above", resyncInterval);
      }
      if (source != null && !mode.imports()) {
        throw new ConfigurationException("source", "none in mode " + mode, source);
      }
      if (sink != null && !mode.exports()) {
        throw new ConfigurationException("sink", "none in mode " + mode, sink);
      }
      boolean same =
          source != null
              && sink != null
              && source.toAbsolutePath().normalize().equals(sink.toAbsolutePath().normalize());
      if (same && (Files.isRegularFile(sink) || Files.notExists(sink))) {
        // Two writers in one file would write over each other.
        throw new ConfigurationException("sink", "another file than the source", sink);
      }
      return new KernelBridgeConfig(this);
    }
  }
}
