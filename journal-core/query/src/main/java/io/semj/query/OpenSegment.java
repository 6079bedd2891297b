package io.semj.query;

import io.semj.index.BlockIndex;
import java.io.Closeable;
import java.io.IOException;

/**
 * A segment that is open for reading, with the index that fits it.
 *
 * @param scan reads its blocks
 * @param index of them
 * @param blockCount that may be asked for
 */
record OpenSegment(SegmentScan scan, BlockIndex index, int blockCount) implements Closeable {
  @Override
  public void close() throws IOException {
    scan.close();
  }
}
