package io.semj.recovery.strategy;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.Quarantine;
import io.semj.core.storage.Quarantine.Why;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentRewriter;
import io.semj.core.storage.StorageErrors;
import io.semj.format.BlockCompression;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentFileName;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentReanchor;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.ObservedHead;
import io.semj.recovery.facts.ProvenBlocks;
import io.semj.recovery.strategy.RecoveryStep.Rewrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a segment anew from the blocks that prove themselves, and puts it in the old one's place;
 * the old one goes to the quarantine. Done again, it sees by the re-anchor, which carries the time
 * and the kind of the plan, that it is done. Any other re-anchor is of an earlier recovery or a
 * compaction, whatever its time says: clocks go backwards.
 */
final class SegmentRewrite {
  private final JournalDirectory source;
  private final JournalDirectory target;
  private final Work work;
  private final Tally tally;
  private final RecordFlyweight record = new RecordFlyweight();

  SegmentRewrite(JournalDirectory source, JournalDirectory target, Work work, Tally tally) {
    this.source = source;
    this.target = target;
    this.work = work;
    this.tally = tally;
  }

  void run(Rewrite step, long createdNanos) {
    tally.cut(step.removed());
    SegmentFile to = segment(target, step);
    if (isDone(to, step, createdNanos)) {
      tally.kept(step.events());
      return;
    }
    SegmentFile from = segment(source, step);
    SegmentHead head = headFor(from, to, step);
    BlockCompression compression =
        BlockCompression.ofCode(head.header().journal().compressionAlgorithm());
    try (SegmentRewriter rewriter = SegmentRewriter.begin(target, head, compression)) {
      long events = write(from.path(), step, rewriter);
      rewriter.finish(reanchor(step, createdNanos));
      replace(rewriter, to, step);
      tally.kept(events);
      tally.read(step.bytes());
    } catch (IOException e) {
      throw StorageErrors.translate(e, from.path(), "rewrite");
    }
  }

  private static SegmentFile segment(JournalDirectory directory, Rewrite step) {
    return new SegmentFile(
        directory.resolve(step.file()), SegmentFileName.parse(step.file()).orElseThrow());
  }

  private static boolean isDone(SegmentFile file, Rewrite step, long createdNanos) {
    return Files.exists(file.path())
        && ObservedHead.look(file)
            .head()
            .flatMap(SegmentHead::reanchor)
            .map(reanchor -> reanchor.equals(reanchor(step, createdNanos)))
            .orElse(false);
  }

  /** The head of the original, or what it must have been, with the name it is to have. */
  private static SegmentHead headFor(SegmentFile from, SegmentFile to, Rewrite step) {
    SegmentHeader header =
        step.rebuilt()
            .map(identity -> SegmentHeader.live(identity, BlockCompression.NONE))
            .orElseGet(() -> SegmentHead.read(from).header());
    return new SegmentHead(to, header, Optional.empty(), Optional.empty());
  }

  private static SegmentReanchor reanchor(Rewrite step, long createdNanos) {
    SegmentReanchor.Kind kind =
        step.cut() ? SegmentReanchor.Kind.CUT : SegmentReanchor.Kind.SALVAGE;
    return new SegmentReanchor(
        kind.code(),
        step.continuation().sequence(),
        step.continuation().blockId(),
        step.continuation().digest(),
        step.removed(),
        createdNanos);
  }

  private long write(Path from, Rewrite step, SegmentRewriter rewriter) throws IOException {
    BlockWindow w = step.window();
    // A block may hold the cut: then its events up to there are taken one by one.
    long through = step.cut() ? Long.MAX_VALUE : w.throughSequence();
    BlockWindow window =
        new BlockWindow(w.generation(), w.from(), w.to(), w.afterSequence(), through);
    work.meter().begin(step.describe(), step.bytes());
    long events = 0;
    try (ProvenBlocks blocks = new ProvenBlocks(from, window)) {
      while (blocks.next() && blocks.block().firstSequence() <= w.throughSequence()) {
        events += add(blocks.records(), w.throughSequence(), rewriter);
        tally.block();
        work.at(blocks.end(), events);
      }
    }
    return events;
  }

  private long add(RecordScanner records, long through, SegmentRewriter rewriter) {
    long added = 0;
    while (records.next()
        && record.wrap(records.buffer(), records.offset()).userspaceSequence() <= through) {
      rewriter.add(records.buffer(), records.offset(), records.length());
      added++;
    }
    rewriter.endGroup();
    return added;
  }

  private void replace(SegmentRewriter rewriter, SegmentFile to, Rewrite step) throws IOException {
    if (!source.path().equals(target.path())) {
      if (!Files.exists(to.path())) {
        Files.createFile(to.path()); // for the rewriter to take its place
      }
      rewriter.replace();
      return;
    }
    Path aside = target.resolve(JournalDirectory.QUARANTINE).resolve(step.file());
    if (Files.exists(aside) && Files.isSameFile(aside, to.path())) {
      rewriter.replace(); // an earlier run kept it, and got no further
    } else {
      String reason = step.cut() ? "events behind a cut" : "damaged, what proves itself is kept";
      long last = step.cut() ? step.continuation().sequence() : step.window().throughSequence();
      Why why = new Why(reason, to.firstSequence(), last);
      aside = new Quarantine(target).enter(to.path(), why);
      rewriter.replaceKeeping(aside);
      new Quarantine(target).syncNames();
    }
    tally.quarantined(aside);
  }
}
