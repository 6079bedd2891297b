package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentFileNameTest {
  @Test
  void shouldWriteTheFirstSequenceInTwentyDigits() {
    assertThat(SegmentFileName.format(1)).isEqualTo("00000000000000000001.semj");
    assertThat(SegmentFileName.format(Long.MAX_VALUE)).isEqualTo("09223372036854775807.semj");
  }

  @Property
  void shouldReadWhatItWrites(@ForAll @LongRange(min = 0) long sequence) {
    assertThat(SegmentFileName.parse(SegmentFileName.format(sequence))).hasValue(sequence);
  }

  @Property
  void shouldSortAsSequencesDo(
      @ForAll @LongRange(min = 0) long first, @ForAll @LongRange(min = 0) long second) {
    assertThat(
            Integer.signum(SegmentFileName.format(first).compareTo(SegmentFileName.format(second))))
        .isEqualTo(Long.compare(first, second));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".semj",
        "1.semj",
        "00000000000000000001",
        "00000000000000000001.semj.tmp",
        "00000000000000000001.SEMJ",
        "0000000000000000000x.semj",
        "0000000000000000000-.semj",
        "-0000000000000000001.semj",
        "09223372036854775808.semj",
        "99999999999999999999.semj",
        "0000000000000000000\u0661.semj"
      })
  void shouldNotTakeOtherNamesForSegments(String name) {
    assertThat(SegmentFileName.parse(name)).isEmpty();
  }

  @Test
  void shouldRefuseNegativeSequences() {
    assertThatThrownBy(() -> SegmentFileName.format(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence must not be negative: firstSequence=-1");
  }
}
