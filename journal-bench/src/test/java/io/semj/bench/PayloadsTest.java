package io.semj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
}
