package io.semj.recovery.strategy;

import static io.semj.recovery.strategy.RecoveryStrategy.COORDINATED;
import static io.semj.recovery.strategy.RecoveryStrategy.EMERGENCY;
import static io.semj.recovery.strategy.RecoveryStrategy.FULL_REPLAY;
import static io.semj.recovery.strategy.RecoveryStrategy.INCREMENTAL_RESTORE;
import static io.semj.recovery.strategy.RecoveryStrategy.PARTIAL;
import static io.semj.recovery.strategy.RecoveryStrategy.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecoveryTablesTest {
  private static final Set<FailureType> NOT_IN_THE_FILES =
      EnumSet.of(FailureType.LOST_PEER, FailureType.INCOMPLETE_TRANSACTION);

  private static boolean bit(int bits, int bit) {
    return (bits >> bit & 1) != 0;
  }

  /** All combinations. */
  static Stream<Circumstances> all() {
    return IntStream.range(0, 1 << 7)
        .mapToObj(
            i ->
                new Circumstances(
                    bit(i, 0), bit(i, 1), bit(i, 2), bit(i, 3), bit(i, 4), bit(i, 5), bit(i, 6)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldNameTheGravestFailureThatTheFactsShow(Circumstances c) {
    FailureType expected =
        c.unreadable()
            ? FailureType.STORAGE_FAILURE
            : c.contradictory()
                ? FailureType.INVALID_STATE
                : c.damaged()
                    ? FailureType.DATA_CORRUPTION
                    : c.truncated()
                        ? FailureType.TRUNCATION
                        : c.badCheckpoint()
                            ? FailureType.INCONSISTENT_CHECKPOINT
                            : c.crashed() ? FailureType.SYSTEM_CRASH : null;
    assertThat(FailureTable.detect(c)).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldHaveAStrategyForEveryFailureInAllCircumstances(Circumstances c) {
    for (FailureType failure : FailureType.values()) {
      assertThat(StrategyTable.choose(failure, c)).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldCutSoundEventsOnlyForFailuresThatTheCallerNames(Circumstances c) {
    for (FailureType failure : FailureType.values()) {
      if (!NOT_IN_THE_FILES.contains(failure)) {
        assertThat(StrategyTable.choose(failure, c)).doesNotContain(PARTIAL, ROLLBACK, COORDINATED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldChooseWhatNeedsACheckpointOnlyWhenThereIsOne(Circumstances c) {
    for (FailureType failure : FailureType.values()) {
      if (!c.goodCheckpoint()) {
        assertThat(StrategyTable.choose(failure, c)).doesNotContain(ROLLBACK, INCREMENTAL_RESTORE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldSalvageWhatIsHurt(Circumstances c) {
    assertThat(StrategyTable.choose(FailureType.STORAGE_FAILURE, c)).containsExactly(EMERGENCY);
    assertThat(StrategyTable.choose(FailureType.DATA_CORRUPTION, c)).containsExactly(EMERGENCY);
    assertThat(StrategyTable.choose(FailureType.TRUNCATION, c)).containsExactly(EMERGENCY);
    boolean hurt = c.unreadable() || c.contradictory() || c.damaged() || c.truncated();
    assertThat(StrategyTable.choose(FailureType.INVALID_STATE, c))
        .isEqualTo(hurt ? List.of(EMERGENCY) : List.of(FULL_REPLAY, EMERGENCY));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldFallBackFromReplayToSalvage(Circumstances c) {
    assertThat(StrategyTable.choose(FailureType.SYSTEM_CRASH, c))
        .containsExactly(FULL_REPLAY, EMERGENCY);
    assertThat(StrategyTable.choose(FailureType.INCONSISTENT_CHECKPOINT, c))
        .isEqualTo(
            c.goodCheckpoint()
                ? List.of(INCREMENTAL_RESTORE, FULL_REPLAY, EMERGENCY)
                : List.of(FULL_REPLAY, EMERGENCY));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldFallBackFromACutToTheNewestCheckpoint(Circumstances c) {
    assertThat(StrategyTable.choose(FailureType.LOST_PEER, c))
        .isEqualTo(c.goodCheckpoint() ? List.of(COORDINATED, ROLLBACK) : List.of(COORDINATED));
    assertThat(StrategyTable.choose(FailureType.INCOMPLETE_TRANSACTION, c))
        .isEqualTo(c.goodCheckpoint() ? List.of(PARTIAL, ROLLBACK) : List.of(PARTIAL));
  }

  @ParameterizedTest
  @EnumSource(RecoveryStrategy.class)
  void shouldReachEveryStrategyBySomeRow(RecoveryStrategy strategy) {
    assertThat(all())
        .anyMatch(
            c ->
                Stream.of(FailureType.values())
                    .anyMatch(f -> StrategyTable.choose(f, c).contains(strategy)));
  }
}
