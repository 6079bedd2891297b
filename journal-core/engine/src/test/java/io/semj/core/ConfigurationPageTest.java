package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/configuration.md against the code. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "configuration.md");

  @ParameterizedTest
  @EnumSource(Setting.class)
  void shouldDocumentEveryPropertyWithItsDefault(Setting setting) throws IOException {
    JournalConfig defaults = JournalConfig.builder(Path.of("/data")).build();
    if (!setting.isProperty()) {
      assertThat(Files.readString(PAGE)).doesNotContain("`" + setting.key() + "`");
      return;
    }
    String row =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `" + setting.key() + "` |"))
            .findFirst()
            .orElse("no row");
    String expected =
        switch (setting) {
          case DIRECTORY -> "required";
          case CHECKPOINT_INTERVAL -> "`60s`";
          case RING_DIRECTORY -> "none";
          default -> "`" + SettingText.of(setting, defaults) + "`";
        };
    // | key | builder | default | range |
    String[] cells = row.split("\\|", -1);
    assertThat(cells).as(setting.key()).hasSize(6);
    assertThat(cells[3]).as(setting.key()).contains(expected);
  }

  @Test
  void shouldBeAbleToReadItsOwnExample() throws IOException {
    String page = Files.readString(PAGE);
    String start = "```properties\n";
    int from = page.indexOf(start) + start.length();
    Properties properties = new Properties();
    properties.load(new StringReader(page.substring(from, page.indexOf("```", from))));
    JournalConfig config = JournalConfig.fromProperties(properties);
    assertThat(config.retention().maxAge()).isEqualTo(Duration.ofDays(30));
    assertThat(config.retention().maxBytes()).isEqualTo(10L << 30);
    assertThat(config.overflowTimeout()).isEqualTo(Duration.ofSeconds(5));
  }
}
