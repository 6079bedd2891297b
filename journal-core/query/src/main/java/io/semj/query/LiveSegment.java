package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.core.storage.SegmentHead;
import io.semj.error.StorageException;
import io.semj.index.BlockIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/**
 * A segment that is not sealed yet, as far as it was indexed when the query began.
 *
 * @param head of the segment
 * @param index of it, which may grow
 * @param blockCount that the query sees
 * @param indexes serve it should it be sealed and rewritten meanwhile
 */
record LiveSegment(SegmentHead head, BlockIndex index, int blockCount, ClosedIndexes indexes)
    implements QuerySegment {
  @Override
  public boolean mayMatch(FilterBounds bounds) {
    return blockCount > 0;
  }

  @Override
  public long maxTimestamp() {
    return Long.MAX_VALUE;
  }

  @Override
  public long minTimestamp() {
    return Long.MIN_VALUE;
  }

  @Override
  public OpenSegment open(BlockChooser chooser, ReadMemory memory) throws IOException {
    OpenSegment.Choice choice = OpenSegment.Choice.by(chooser, index, blockCount);
    if (choice.isEmpty()) {
      return opened(choice, null);
    }
    try {
      return openChosen(choice, chooser, memory);
    } catch (NoSuchFileException | StorageException e) {
      if (Files.exists(head.file().path())) {
        throw e;
      }
      return null;
    }
  }

  private OpenSegment opened(OpenSegment.Choice choice, ChosenBlocks blocks) {
    return new OpenSegment(AskedIndex.inMemory(head.file().path(), index), choice, blocks);
  }

  private OpenSegment openChosen(OpenSegment.Choice choice, BlockChooser chooser, ReadMemory memory)
      throws IOException {
    ChosenBlocks blocks = new ChosenBlocks(head.file(), head.identity().generation(), memory);
    SegmentHead now;
    try {
      now = SegmentHead.read(head.file());
    } catch (RuntimeException | Error e) {
      blocks.close();
      throw e;
    }
    if (ClosedSegment.isSameFile(now, head)) {
      return opened(choice, blocks);
    }
    blocks.close();
    // Where the name is another segment's by now, this one is gone.
    return now.identity().equals(head.identity()) ? openRewritten(now, chooser, memory) : null;
  }

  /** Its blocks are others now, and it may have gone on before it was closed. */
  private OpenSegment openRewritten(SegmentHead now, BlockChooser chooser, ReadMemory memory)
      throws IOException {
    long last = index.lastSequence(blockCount - 1);
    OpenSegment opened =
        new ClosedSegment(now, indexes)
            .open((all, count) -> chooser.choose(all, all.blockOf(last) + 1), memory);
    return opened == null ? null : opened.upTo(last);
  }
}
