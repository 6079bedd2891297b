package io.semj.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void shouldWriteEachKindOfValueAsJsonHasIt() {
    assertThat(
            JsonText.object()
                .put("n", -3L)
                .put("d", 1.5)
                .put("nan", Double.NaN)
                .put("b", true)
                .put("none", null)
                .put("empty", Optional.empty())
                .put("full", Optional.of(7))
                .put("path", Path.of("/a"))
                .put("list", List.of(1, "x"))
                .put("map", Map.of("k", List.of()))
                .put("object", JsonText.object())
                .put("array", JsonText.array().add(1).add(2)))
        .hasToString(
            "{\"n\":-3,\"d\":1.5,\"nan\":null,\"b\":true,\"none\":null,\"empty\":null,\"full\":7,"
                + "\"path\":\"/a\",\"list\":[1,\"x\"],\"map\":{\"k\":[]},\"object\":{},"
                + "\"array\":[1,2]}");
  }

  @Test
  void shouldEscapeWhatWouldEndOrSpoilAText() {
    assertThat(JsonText.array().add("a\"b\\c\n\r\t\u0001é\uD800"))
        .hasToString("[\"a\\\"b\\\\c\\n\\r\\t\\u0001é\\ud800\"]");
  }
}
