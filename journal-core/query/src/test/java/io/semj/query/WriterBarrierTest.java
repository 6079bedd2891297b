package io.semj.query;

import static io.semj.query.WriterBarrier.LEAST_PAUSE_NANOS;
import static io.semj.query.WriterBarrier.MOST_PAUSE_NANOS;
import static io.semj.query.WriterBarrier.MOST_STILL_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriterBarrierTest {
  private long written;
  private long now = 1L << 40;
  private final WriterBarrier barrier = new WriterBarrier(() -> written, () -> now);

  private void consumeAll() {
    barrier.consumed(barrier.available());
  }

  @Test
  void shouldLetTheConsumerBeginWithAnEmptyJournal() {
    assertThat(barrier.available()).isZero();
  }

  @Test
  void shouldTellHowFarTheWriterCameAndPauseBriefly() {
    consumeAll();
    written = 7;
    assertThat(barrier.available()).isEqualTo(7);
    assertThat(barrier.pauseNanos()).isEqualTo(LEAST_PAUSE_NANOS);
  }

  @Test
  void shouldGiveNothingToDoWhileTheWriterStandsAndPauseLongerAndLonger() {
    written = 7;
    consumeAll();
    for (long pause = 2 * LEAST_PAUSE_NANOS; pause < 1_000_000_000; pause *= 2) {
      assertThat(barrier.available()).isEqualTo(-1);
      assertThat(barrier.pauseNanos()).isEqualTo(Math.min(pause, MOST_PAUSE_NANOS));
    }
  }

  @Test
  void shouldLetTheConsumerLookAtSegmentsAfterAWhileWithoutAnEvent() {
    written = 7;
    consumeAll();
    now += MOST_STILL_NANOS;
    assertThat(barrier.available()).isEqualTo(7);
    assertThat(barrier.pauseNanos()).isEqualTo(MOST_PAUSE_NANOS);
    consumeAll();
    assertThat(barrier.available()).isEqualTo(-1);
  }

  @Test
  void shouldOfferAgainWhatTheConsumerFailedWith() {
    written = 7;
    assertThat(barrier.available()).isEqualTo(7);
    assertThat(barrier.available()).isEqualTo(7);
  }
}
