package io.semj.tool.read;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.event.SemanticEvent;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import io.semj.tool.Output;
import io.semj.tool.Terminal;
import io.semj.tool.json.EventJsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.concurrent.UnsafeBuffer;

/** Prints events in the form that was asked for. */
public interface EventPrinter {
  /**
   * Prints one event.
   *
   * @param event the record
   */
  void print(RecordFlyweight event);

  /**
   * The record that an event was read from, with its checksum.
   *
   * @param event that was read
   * @return the record
   */
  static RecordFlyweight record(SemanticEvent event) {
    UnsafeBuffer record = new UnsafeBuffer(new byte[event.length()]);
    record.putBytes(0, event.image(), 0, event.length());
    record.putInt(RecordDescriptor.CHECKSUM_OFFSET, event.checksum(), LITTLE_ENDIAN);
    return new RecordFlyweight().wrap(record, 0);
  }

  /** Makes all of them visible. */
  void flush();

  /**
   * A printer for machines or for people.
   *
   * @param terminal where it prints to
   * @param json whether for machines
   * @return the printer
   */
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
