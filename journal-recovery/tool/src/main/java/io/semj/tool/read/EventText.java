package io.semj.tool.read;

import io.semj.event.EventPriority;
import io.semj.event.EventTypes;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;
import io.semj.tool.Output;
import io.semj.tool.Terminal;
import io.semj.tool.TimeText;
import java.util.Locale;

/**
 * Prints events for people, one line each: time, sequence, type, priority if it is not normal, what
 * is set of the context, and the beginning of the payload.
 */
final class EventText implements EventPrinter {
  private static final int MOST_SHOWN = 120;
  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final Output out;
  private final boolean color;
  private final ContextReader context = new ContextReader();
  private final StringBuilder line = new StringBuilder();

  EventText(Output out, boolean color) {
    this.out = out;
    this.color = color;
  }

  @Override
  public void print(RecordFlyweight event) {
    line.setLength(0);
    styled(DIM, TimeText.format(event.timestampNanos()));
    line.append("  #").append(event.userspaceSequence()).append("  ");
    boolean urgent = event.eventPriority() == EventPriority.CRITICAL.code();
    styled(urgent ? RED : BOLD, EventTypes.nameOf(event.eventType()));
    addPriority(event.eventPriority());
    addContext(event);
    addBytes("payload", event, event.payloadOffset(), event.payloadSize());
    addBytes("metadata", event, event.metadataOffset(), event.metadataSize());
    if (event.linkCount() > 0) {
      line.append("  links=").append(event.linkCount());
    }
    out.line(line.toString());
  }

  private void styled(String style, String text) {
    if (color) {
      line.append(style).append(text).append(PLAIN);
    } else {
      line.append(text);
    }
  }

  private void addPriority(int code) {
    if (code != EventPriority.NORMAL.code()) {
      String name =
          EventPriority.ofCode(code)
              .map(p -> p.name().toLowerCase(Locale.ROOT))
              .orElseGet(() -> Integer.toUnsignedString(code));
      line.append("  priority=").append(name);
    }
  }

  private void addContext(RecordFlyweight event) {
    context.wrap(event.buffer(), event.contextOffset(), event.contextSize());
    while (context.next()) {
      ContextField field = ContextField.ofId(context.fieldId());
      if (field == null || !context.isField(field)) {
        continue;
      }
      line.append("  ").append(field.wireName()).append('=');
      switch (field.wireType()) {
        case WireType.TEXT -> addText(event, context.textOffset(), context.textLength());
        case WireType.F64 -> line.append(context.doubleValue());
        default -> line.append(Long.toUnsignedString(context.longValue()));
      }
    }
  }

  private void addBytes(String name, RecordFlyweight event, int offset, int size) {
    if (size > 0) {
      line.append("  ").append(name).append('=');
      addText(event, offset, size);
    }
  }

  private void addText(RecordFlyweight event, int offset, int size) {
    String text = event.buffer().getStringWithoutLengthUtf8(offset, Math.min(size, MOST_SHOWN));
    if (text.indexOf('\uFFFD') >= 0 && size <= MOST_SHOWN) {
      line.append(size).append(" bytes of no text");
      return;
    }
    line.append(Terminal.oneLine(text));
    if (size > MOST_SHOWN) {
      line.append("... (").append(size).append(" bytes)");
    }
  }

  @Override
  public void flush() {
    out.flush();
  }
}
