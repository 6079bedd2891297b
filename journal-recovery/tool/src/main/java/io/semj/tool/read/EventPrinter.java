package io.semj.tool.read;

import io.semj.format.RecordFlyweight;
import io.semj.tool.Output;
import io.semj.tool.Terminal;
import io.semj.tool.json.EventJsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Prints events in the form that was asked for. */
interface EventPrinter {
  /** Prints one event. */
  void print(RecordFlyweight event);

  /** Makes all of them visible. */
  void flush();

  /** A printer for machines or for people. */
  static EventPrinter of(Terminal terminal, boolean json) {
    return json ? new Json(terminal.out()) : new EventText(terminal.out(), terminal.color());
  }

  /** JSON, one line each. */
  final class Json implements EventPrinter {
    private final EventJsonWriter writer;

    Json(Output out) {
      try {
        writer = new EventJsonWriter(out.stream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void print(RecordFlyweight event) {
      try {
        writer.write(event);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void flush() {
      try {
        writer.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
