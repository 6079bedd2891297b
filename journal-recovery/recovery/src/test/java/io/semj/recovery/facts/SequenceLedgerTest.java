package io.semj.recovery.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceLedgerTest {
  private final SequenceLedger ledger = new SequenceLedger();

  @Test
  void shouldCountNothingAsLostWhereBlocksFollowEachOther() {
    ledger.beginAt(5);
    ledger.block(5, 9, 0);
    ledger.block(10, 10, 0);
    ledger.missingUpTo(10);
    assertThat(ledger.lost()).isEqualTo(LostSequences.NONE);
    assertThat(ledger.lost().isEmpty()).isTrue();
  }

  @Test
  void shouldNotCountWhatABlockTellsToHaveBeenDropped() {
    ledger.beginAt(1);
    ledger.block(4, 6, 3);
    ledger.block(20, 21, 5);
    assertThat(ledger.lost().ranges()).containsExactly(new SequenceRange(7, 14));
    assertThat(ledger.lost().events()).isEqualTo(8);
  }

  @Test
  void shouldNotCountWhatWasRemovedOnPurpose() {
    ledger.beginAt(1);
    ledger.block(1, 6, 0);
    ledger.removedUpTo(50);
    ledger.removedUpTo(40);
    ledger.block(51, 60, 0);
    assertThat(ledger.lost().isEmpty()).isTrue();
  }

  @Test
  void shouldCountWhatIsMissingAtTheEndOnce() {
    ledger.beginAt(1);
    ledger.block(1, 6, 0);
    ledger.missingUpTo(8);
    ledger.missingUpTo(8);
    ledger.missingUpTo(3);
    assertThat(ledger.lost().ranges()).containsExactly(new SequenceRange(7, 8));
    assertThat(ledger.lost().ranges().get(0)).hasToString("7..8");
  }

  @Test
  void shouldKnowNothingOfAJournalThatHasNotBegun() {
    ledger.missingUpTo(1_000);
    assertThat(ledger.lost().isEmpty()).isTrue();
  }

  @Test
  void shouldListSomeRangesAndCountAll() {
    ledger.beginAt(1);
    for (long sequence = 2; sequence <= 6_000; sequence += 2) {
      ledger.block(sequence, sequence, 0);
    }
    assertThat(ledger.lost().ranges()).hasSize(LostSequences.MOST_LISTED);
    assertThat(ledger.lost().rangeCount()).isEqualTo(3_000);
    assertThat(ledger.lost().events()).isEqualTo(3_000);
  }
}
