package io.semj.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {
  private final byte[][] pool = Payloads.pool();

  @Test
  void shouldAllHaveTheLengthThatIsPromised() {
    assertThat(pool).hasDimensions(Payloads.COUNT, Payloads.LENGTH);
  }

  @Test
  void shouldAllBeDifferentObjectsOfJson() {
    assertThat(Arrays.stream(pool).map(p -> new String(p, StandardCharsets.US_ASCII)))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("{\"level\":\"") && text.endsWith("\"}"));
  }

  @Test
  void shouldBeTheSameInEveryRun() {
    assertThat(Payloads.pool()).isDeepEqualTo(pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 1024})
  void shouldBeObjectsOfJsonOfAnyLength(int length) {
    byte[][] payloads = Payloads.pool(length);
    assertThat(payloads).hasDimensions(Payloads.COUNT, length);
    assertThat(Arrays.stream(payloads).map(p -> new String(p, StandardCharsets.US_ASCII)))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("{\"level\":\"") && text.endsWith("\"}"));
  }

  @Test
  void shouldRefuseLengthsThatHoldNoLine() {
    assertThatThrownBy(() -> Payloads.pool(63))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("payload is too short: expected at least=64, actual=63");
  }
}
