package io.semj.recovery.replay;

import io.semj.core.read.LostEvents;
import io.semj.error.ConsistencyException;
import io.semj.recovery.replay.ReplayFinding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what is found, and knows where in the journal the reading is. One thread. */
final class ReplayFindings {
  private final DamagePolicy onDamage;
  private final List<ReplayFinding> listed = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private Path file;
  private long position;
  private long lostEvents;

  ReplayFindings(DamagePolicy onDamage, Path directory) {
    this.onDamage = onDamage;
    this.file = directory;
  }

  /** What is found from now on is found in this block. */
  void at(Path blockFile, long blockPosition) {
    file = blockFile;
    position = blockPosition;
  }

  /** Damage that is passed over. */
  void lost(LostEvents lost, RuntimeException cause) {
    lostEvents += lost.count();
    String upTo =
        lost.lastSequence() == LostEvents.UNKNOWN ? "the end" : Long.toString(lost.lastSequence());
    add(
        new ReplayFinding(
            Kind.DAMAGE,
            lost.file(),
            lost.position(),
            lost.firstSequence(),
            "events are lost: sequences="
                + lost.firstSequence()
                + ".."
                + upTo
                + ", cause="
                + cause.getMessage()));
  }

  /** What ends the replay unless damage is to be passed over. */
  void broken(Kind kind, long sequence, String what) {
    ReplayFinding finding = new ReplayFinding(kind, file, position, sequence, what);
    add(finding);
    if (onDamage == DamagePolicy.STOP) {
      throw new ConsistencyException(
          what + ", file=" + file + ", position=" + position + ", sequence=" + sequence);
    }
  }

  /** What is reported and nothing else. */
  void noted(Kind kind, long sequence, String what) {
    add(new ReplayFinding(kind, file, position, sequence, what));
  }

  private void add(ReplayFinding finding) {
    counts.merge(finding.kind(), 1L, Long::sum);
    if (listed.size() < ReplayReport.MOST_LISTED) {
      listed.add(finding);
    }
  }

  long lostEvents() {
    return lostEvents;
  }

  List<ReplayFinding> listed() {
    return listed;
  }

  Map<Kind, Long> counts() {
    return counts;
  }
}
