package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TailDecisionTest {
  private static final long END = 4_096;
  private static final long LAST = 100;

  /** Every verdict, with and without torn bytes, and all relations of what was acknowledged. */
  static Stream<Arguments> facts() {
    return Stream.of(BlockVerdict.values())
        .flatMap(
            verdict ->
                Stream.of(0L, 1L, 1_000_000L)
                    .flatMap(
                        torn ->
                            Stream.of(0L, LAST - 1, LAST, LAST + 1, Long.MAX_VALUE)
                                .map(durable -> Arguments.of(verdict, torn, durable))));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void shouldRefuseWhatWasAcknowledgedAndCutOrSealAllElse(
      BlockVerdict verdict, long torn, long durable) {
    JournalPosition end =
        new JournalPosition(
            1, END, LAST, 7, ChainDigest.of(new byte[ChainDigest.LENGTH]), SegmentTotals.NONE);
    TailFacts facts = new TailFacts(end, verdict, END + torn + 8, END + torn, durable);
    TailDecision expected;
    if (durable > LAST) {
      expected = TailDecision.REFUSE;
    } else {
      expected = torn == 0 ? TailDecision.SEAL : TailDecision.CUT;
    }
    assertThat(TailDecision.of(facts)).isEqualTo(expected);
    assertThat(facts.tornBytes()).isEqualTo(torn);
  }
}
