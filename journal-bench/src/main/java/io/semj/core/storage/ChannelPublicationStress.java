package io.semj.core.storage;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A reader of the file sees a block that is written through the channel as a whole or not at all.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "no block yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the whole block")
@Outcome(expect = FORBIDDEN, desc = "a part of a block")
@State
public class ChannelPublicationStress {
  private static final StressFile FILE = StressFile.open();

  private final long place = FILE.place();
  private final ChannelSink sink = new ChannelSink(FILE.channel());

  /** Writes a block as the writer does. */
  @Actor
  public void writer() {
    try {
      sink.tryWrite(place, FILE.block(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the block as readers do. */
  @Actor
  public void reader(I_Result seen) {
    seen.r1 = FILE.look(place);
  }
}
