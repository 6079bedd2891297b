package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.ring.RingEvents;
import io.semj.core.ring.SurvivingRing;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalMender.Segment;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.RecoveryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an opening does with the ring that a killed or failed process left behind: drains the events
 * that no segment holds, and sets aside what cannot be trusted. Whatever is not drained is told to
 * the error handler.
 */
final class RingRecovery {
  /** A block can tell of twice as many, of which later ones need some. */
  private static final long MOST_GAP = Integer.MAX_VALUE;

  private final JournalDirectory directory;
  private final JournalConfig config;
  private final List<Segment> segments;

  private RingRecovery(JournalDirectory directory, JournalConfig config, List<Segment> segments) {
    this.directory = directory;
    this.config = config;
    this.segments = segments;
  }

  /**
   * What the journal goes on from.
   *
   * @param segments all of them, sealed
   * @param lastGivenOut the highest sequence that an event has had; behind the segments' end when
   *     later ones were dropped
   */
  record Recovered(List<Segment> segments, long lastGivenOut) {
    static Recovered without(List<Segment> segments) {
      return new Recovered(segments, end(segments));
    }

    private static long end(List<Segment> segments) {
      return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end().sequence();
    }

    /** How many sequences behind the segments' end belong to events that are lost. */
    long gap() {
      return lastGivenOut - end(segments);
    }
  }

  /**
   * Recovers the ring, if there is one. Cut short at any point, it can be done again.
   *
   * @param segments of the journal, mended
   * @throws RecoveryException when events wait, and recovery is off
   */
  static Recovered run(JournalDirectory directory, JournalConfig config, List<Segment> segments) {
    Optional<SurvivingRing> ring = SurvivingRing.find(directory);
    return ring.map(found -> new RingRecovery(directory, config, segments).recover(found))
        .orElseGet(() -> Recovered.without(segments));
  }

  private Recovered recover(SurvivingRing ring) {
    Recovered nothing = Recovered.without(segments);
    return switch (ring.standing()) {
      case READABLE -> drain(ring, nothing.lastGivenOut());
      case UNFINISHED -> {
        ring.remove();
        yield nothing;
      }
      case GONE -> {
        ring.remove();
        if (!ring.reason().isEmpty()) {
          report(ring, "events that were only emitted may be lost", null);
        }
        yield nothing;
      }
      case FOREIGN -> {
        ring.remove();
        report(ring, "left where it is", null);
        yield nothing;
      }
      case UNREADABLE, STALE -> {
        report(ring, "set aside", ring.setAside(ring.reason()));
        yield nothing;
      }
    };
  }

  private Recovered drain(SurvivingRing ring, long written) {
    RingEvents waiting = ring.waitingBehind(written);
    if (waiting.lastGivenOut() - written > MOST_GAP) {
      setAside(ring, "it does not continue the journal");
      return Recovered.without(segments);
    }
    if (waiting.isEmpty() && waiting.damaged() == 0) {
      ring.remove();
      return new Recovered(segments, waiting.lastGivenOut());
    }
    if (!config.recovery()) {
      throw new RecoveryException(
          "events wait in the ring of a process that has ended, and recovery is off: file="
              + ring.file()
              + ", events="
              + waiting.events().size()
              + ", damaged="
              + waiting.damaged());
    }
    List<Segment> all = waiting.isEmpty() ? segments : write(ring, waiting);
    if (waiting.damaged() > 0) {
      setAside(ring, waiting.damaged() + " of its slots are damaged");
    } else {
      ring.remove();
    }
    return new Recovered(all, waiting.lastGivenOut());
  }

  private List<Segment> write(SurvivingRing ring, RingEvents waiting) {
    try (FileChannel channel = ring.open()) {
      return RingDrain.drain(
          directory,
          config,
          segments,
          waiting.events(),
          new RingDrain.Source(channel, ring.origin()));
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "write the events of the ring");
    }
  }

  private void setAside(SurvivingRing ring, String why) {
    report(ring, why + ", set aside", ring.setAside(why));
  }

  private void report(SurvivingRing ring, String done, Path aside) {
    config.report(
        new ConsistencyException(
            "ring of an earlier process was not used: file="
                + ring.file()
                + (ring.reason().isEmpty() ? "" : ", reason=" + ring.reason())
                + ", "
                + done
                + (aside == null ? "" : ": " + aside)));
  }
}
