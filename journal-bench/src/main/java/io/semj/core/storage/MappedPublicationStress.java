package io.semj.core.storage;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A reader of the file sees a block that is copied into a mapping as a whole or not at all. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "no block yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the whole block")
@Outcome(expect = FORBIDDEN, desc = "a part of a block")
@State
public class MappedPublicationStress {
  private static final StressFile FILE = StressFile.open();
  private static final MappedWindow WINDOW = window();

  private final long place = FILE.place();

  private static MappedWindow window() {
    try {
      return MappedWindow.reserve(FILE.channel(), 0, StressFile.LENGTH, () -> false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a block in as the writer does: its first word last, with release. */
  @Actor
  public void writer() {
    ByteBuffer block = FILE.block();
    WINDOW.put(place + Long.BYTES, block, Long.BYTES, block.capacity() - Long.BYTES);
    WINDOW.putLongRelease(place, block.getLong(0));
  }

  /** Loads the block as readers do. */
  @Actor
  public void reader(I_Result seen) {
    seen.r1 = FILE.look(place);
  }
}
