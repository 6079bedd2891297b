package io.semj.recovery.facts;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.StorageErrors;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Gathers the facts of a journal. Reads only, takes no lock, and keeps a bounded amount per segment
 * in memory, whatever the journal's size.
 */
public final class FactsScanner {
  private static final ChainDigest NO_DIGEST = ChainDigest.of(new byte[ChainDigest.LENGTH]);

  private final JournalDirectory directory;
  private final WorkControl control;
  private final WorkMeter meter;
  private final SequenceLedger ledger = new SequenceLedger();
  private final List<SegmentFacts> segments = new ArrayList<>();
  private long doneBytes;
  private long doneEvents;

  /**
   * A scanner for one look.
   *
   * @param directory of the journal
   * @param control may end it
   * @param meter measures it
   */
  public FactsScanner(JournalDirectory directory, WorkControl control, WorkMeter meter) {
    this.directory = directory;
    this.control = control;
    this.meter = meter;
  }

  /**
   * Looks at the heads of the segments only: costs next to nothing, and takes seals at their word.
   *
   * @return the facts
   */
  public RecoveryFacts heads() {
    return scan(false);
  }

  /**
   * Looks at every block.
   *
   * @return the facts
   * @throws io.semj.error.WorkCancelledException when it was cancelled
   * @throws io.semj.error.JournalTimeoutException when the time limit is over
   */
  public RecoveryFacts thorough() {
    return scan(true);
  }

  private RecoveryFacts scan(boolean thorough) {
    List<ObservedHead> heads = directory.segments().stream().map(ObservedHead::look).toList();
    Optional<UUID> journalId = JournalIds.of(directory, heads);
    Optional<JournalPosition> mark = journalId.flatMap(id -> JournalIds.mark(directory, id));
    meter.begin("looking at segments", heads.stream().mapToLong(h -> size(h.file())).sum());
    Set<Long> generations = new HashSet<>();
    for (int i = 0; i < heads.size(); i++) {
      add(heads, i, alien(heads.get(i), journalId, generations), thorough);
    }
    meter.end(doneEvents);
    long acknowledged = acknowledged(mark);
    if (thorough) {
      ledger.missingUpTo(acknowledged);
    }
    CheckpointFacts checkpoints =
        new CheckpointLook(directory, journalId, link(segments))
            .look(thorough ? reached() : Long.MAX_VALUE);
    return new RecoveryFacts(
        directory.path(),
        thorough,
        DirectoryLock.isHeld(directory),
        Files.exists(directory.resolve(JournalDirectory.INTENT_FILE)),
        journalId.or(() -> checkpoints.ahead().stream().map(Checkpoint::journalId).findFirst()),
        link(segments),
        mark,
        lastKnown(mark),
        acknowledged,
        ledger.lost(),
        checkpoints,
        RingFacts.look(directory, thorough ? reached() : -1));
  }

  private static Optional<String> alien(
      ObservedHead head, Optional<UUID> journalId, Set<Long> generations) {
    if (head.identity().isEmpty()) {
      return Optional.empty();
    }
    SegmentIdentity identity = head.identity().get();
    if (!identity.journalId().equals(journalId.orElseThrow())) {
      return Optional.of("belongs to another journal: journalId=" + identity.journalId());
    }
    if (identity.firstSequence() != head.file().firstSequence()) {
      return Optional.of("has another segment's name: expected=" + identity.firstSequence());
    }
    return generations.add(identity.generation())
        ? Optional.empty()
        : Optional.of("repeats another segment's generation: " + identity.generation());
  }

  private void add(List<ObservedHead> heads, int index, Optional<String> alien, boolean thorough) {
    ObservedHead head = heads.get(index);
    SegmentContents contents = SegmentContents.NONE;
    SegmentDamage damage = SegmentDamage.NONE;
    if (thorough && alien.isEmpty() && isReadable(head)) {
      SegmentScan scan = scanOf(head, window(heads, index));
      contents = scan.contents();
      damage = scan.damage();
    }
    Optional<Continuation> continuation =
        alien.isPresent() ? Optional.empty() : continuation(head, contents, thorough);
    if (alien.isEmpty() && head.isSealed()) {
      continuation.ifPresent(to -> removedBehind(head, to));
    }
    doneBytes += size(head.file());
    doneEvents += contents.events();
    segments.add(
        new SegmentFacts(
            head,
            size(head.file()),
            alien,
            contents,
            damage,
            continuation,
            SegmentFacts.Link.CONTINUES));
  }

  private static boolean isReadable(ObservedHead head) {
    return head.verdict() != HeadVerdict.INCOMPATIBLE;
  }

  private SegmentScan scanOf(ObservedHead head, BlockWindow window) {
    try {
      SegmentScan scan = new SegmentScan(head, window, ledger);
      head.identity().ifPresent(identity -> ledger.missingUpTo(identity.firstSequence() - 1));
      ledger.beginAt(head.file().firstSequence());
      if (window.generation() != 0) {
        scan.run(
            (position, events) -> {
              control.check();
              meter.at(doneBytes + position, doneEvents + events);
            });
      }
      return scan;
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "scan");
    }
  }

  /** A re-anchored segment tells up to where events were taken out of it on purpose. */
  private void removedBehind(ObservedHead head, Continuation to) {
    SegmentSeal seal = head.head().orElseThrow().seal().orElseThrow();
    if (to.sequence() > seal.lastSequence()) {
      ledger.missingUpTo(seal.lastSequence());
      ledger.removedUpTo(to.sequence());
    }
  }

  private BlockWindow window(List<ObservedHead> heads, int index) {
    ObservedHead head = heads.get(index);
    long from =
        head.identity().map(i -> (long) i.dataOffset()).orElse((long) SegmentDescriptor.LENGTH);
    long generation =
        head.identity()
            .map(SegmentIdentity::generation)
            .orElseGet(() -> GenerationGuess.of(head.file().path(), from));
    long before = segments.stream().mapToLong(s -> s.contents().lastSequence()).max().orElse(0);
    long after = Math.max(head.file().firstSequence() - 1, before);
    // To the end of the file: a seal that tells less may be wrong.
    return new BlockWindow(generation, from, Long.MAX_VALUE, after, lastOf(heads, index));
  }

  /** The next segment that tells what it is bounds the sequences of those before it. */
  private static long lastOf(List<ObservedHead> heads, int index) {
    long generation = heads.get(index).identity().map(SegmentIdentity::generation).orElse(0L);
    for (ObservedHead later : heads.subList(index + 1, heads.size())) {
      if (later.identity().isPresent()
          && later.identity().get().firstSequence() == later.file().firstSequence()
          && later.identity().get().generation() > generation) {
        return later.file().firstSequence() - 1;
      }
    }
    return Long.MAX_VALUE;
  }

  private static Optional<Continuation> continuation(
      ObservedHead head, SegmentContents contents, boolean scanned) {
    if (head.isSealed()) {
      return head.head().map(SegmentEnds::of);
    }
    if (!scanned || (contents.blocks() == 0 && head.identity().isEmpty())) {
      return Optional.empty();
    }
    return contents.blocks() == 0
        ? head.identity().map(Continuation::before)
        : Optional.of(
            new Continuation(
                contents.lastSequence(), contents.lastBlockId(), contents.lastDigest()));
  }

  private static List<SegmentFacts> link(List<SegmentFacts> segments) {
    List<SegmentFacts> linked = new ArrayList<>();
    SegmentFacts before = null;
    for (SegmentFacts segment : segments) {
      if (segment.alien().isPresent()) {
        linked.add(segment);
        continue;
      }
      linked.add(
          segment.linked(before == null ? SegmentFacts.Link.CONTINUES : link(before, segment)));
      before = segment;
    }
    return linked;
  }

  private static SegmentFacts.Link link(SegmentFacts before, SegmentFacts next) {
    if (before.continuation().isEmpty() || next.identity().isEmpty()) {
      return SegmentFacts.Link.UNKNOWN;
    }
    boolean continues =
        before.continuation().get().equals(Continuation.before(next.identity().get()));
    return continues ? SegmentFacts.Link.CONTINUES : SegmentFacts.Link.BROKEN;
  }

  private long acknowledged(Optional<JournalPosition> mark) {
    long acknowledged = mark.map(JournalPosition::sequence).orElse(0L);
    for (SegmentFacts segment : segments) {
      if (segment.alien().isEmpty()) {
        acknowledged = Math.max(acknowledged, segment.contents().durableSequence());
        long sealed =
            segment.head().head().flatMap(h -> h.seal()).map(SegmentSeal::lastSequence).orElse(0L);
        acknowledged = Math.max(acknowledged, sealed);
      }
    }
    return acknowledged;
  }

  private Continuation lastKnown(Optional<JournalPosition> mark) {
    Continuation last = mark.map(Continuation::at).orElse(new Continuation(0, 0, NO_DIGEST));
    long blockId = last.blockId();
    for (SegmentFacts segment : segments) {
      Optional<Continuation> end = segment.continuation();
      if (end.isPresent()) {
        blockId = Math.max(blockId, end.get().blockId());
        last = end.get().sequence() >= last.sequence() ? end.get() : last;
      }
      if (segment.contents().lastSequence() > last.sequence()) {
        SegmentContents c = segment.contents();
        last = new Continuation(c.lastSequence(), c.lastBlockId(), c.lastDigest());
      }
      blockId = Math.max(blockId, segment.contents().lastBlockId());
    }
    return new Continuation(last.sequence(), blockId, last.digest());
  }

  /** Up to where the journal's events are there, or were taken out on purpose. */
  private long reached() {
    return segments.stream()
        .mapToLong(
            s ->
                Math.max(
                    s.contents().lastSequence(),
                    s.continuation().map(Continuation::sequence).orElse(0L)))
        .max()
        .orElse(0);
  }

  private static long size(SegmentFile file) {
    try {
      return Files.size(file.path());
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
