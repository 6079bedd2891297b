package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(1_024);

  @Test
  void shouldNotLastBeforeMoreThanARingFullWasTaken() {
    backlog.took(1_000, 1_024);
    backlog.took(24, 1_024);
    assertThat(backlog.lasts()).isFalse();
    backlog.took(1, 1_024);
    assertThat(backlog.lasts()).isTrue();
  }

  @Test
  void shouldLastAsLongAsAnEighthOfTheRingIsLeft() {
    backlog.took(2_000, 128);
    assertThat(backlog.lasts()).isTrue();
    backlog.took(1, 127);
    assertThat(backlog.lasts()).isFalse();
  }

  @Test
  void shouldBeginAnewBehindWhatIsWrittenAtOnce() {
    backlog.took(2_000, 1_000);
    backlog.interrupt();
    backlog.took(1_024, 1_000);
    assertThat(backlog.lasts()).isFalse();
    backlog.took(1, 1_000);
    assertThat(backlog.lasts()).isTrue();
  }

  @Test
  void shouldBeginAnewOnceTheRingWasNearlyEmpty() {
    backlog.took(2_000, 1_000);
    backlog.took(1, 0);
    backlog.took(1_024, 1_000);
    assertThat(backlog.lasts()).isFalse();
    backlog.took(1, 1_000);
    assertThat(backlog.lasts()).isTrue();
  }
}
