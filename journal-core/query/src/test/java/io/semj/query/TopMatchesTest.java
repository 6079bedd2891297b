package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.query.TopMatches.Match;
import org.junit.jupiter.api.Test;

class TopMatchesTest {
  private int copies;

  private void offer(TopMatches top, long value, long sequence) {
    top.offer(
        value,
        sequence,
        () -> {
          copies++;
          return null;
        });
  }

  @Test
  void shouldCopyNoneThatIsPassedOverInTheOrderOfTheJournal() {
    TopMatches top = new TopMatches(SortKey.SEQUENCE, false, 1_000, 2);
    for (int i = 1; i <= 2_000; i++) {
      offer(top, i, i);
    }

    assertThat(top.inOrder()).extracting(Match::sequence).containsExactly(1_001L, 1_002L);
    assertThat(copies).isEqualTo(2);
  }

  @Test
  void shouldPassOverTheFirstInAnotherOrder() {
    TopMatches top = new TopMatches(SortKey.PRIORITY, true, 2, 2);
    for (int i = 1; i <= 9; i++) {
      offer(top, 5, i);
    }

    assertThat(top.inOrder()).extracting(Match::sequence).containsExactly(7L, 6L);
    assertThat(new TopMatches(SortKey.TIME, false, 3, 1).inOrder()).isEmpty();
  }
}
