package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.error.StorageIoException;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class JournalErrorHandlerTest {
  private static final class ListLogger implements System.Logger {
    private final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
      return "list";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(level + " " + message + " " + thrown.getClass().getSimpleName());
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(level + " " + format);
    }
  }

  @Test
  void shouldLogErrorsWithTheirMessage() {
    ListLogger logger = new ListLogger();
    new LoggingErrorHandler(logger).onError(new StorageIoException("force failed: file=a"));
    assertThat(logger.lines)
        .containsExactly("ERROR journal error: force failed: file=a StorageIoException");
  }
}
