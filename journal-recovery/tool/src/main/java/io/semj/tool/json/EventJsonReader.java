package io.semj.tool.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.semj.core.JournalClock;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.event.EventTypes;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes events of lines in the form that {@link EventJsonWriter} writes. Only the type is needed.
 * What the journal assigns is read and left alone, with one exception: an event that brings an
 * {@code event_id} keeps its identity as an imported one does. Unknown fields, fields that are
 * there twice and values that do not fit are refused. Not thread-safe.
 */
public final class EventJsonReader {
  /** Longest text of a line, in characters: a payload of 16 MiB, in Base64 or with escapes. */
  private static final int MAX_TEXT = 6 * RecordDescriptor.MAX_PAYLOAD_LENGTH;

  private static final int DEFAULT_RELEVANCE = 50;
  private static final byte[] NOTHING = {};

  /** Where Jackson has something to say about its source, of which there is none to name. */
  private static final Pattern SOURCE = Pattern.compile(" \\(start marker at [^)]*\\)[^)]*\\)");

  private final JournalClock clock;
  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_TEXT).maxNestingDepth(8).build())
          .build();

  private final Set<HeadField> given = EnumSet.noneOf(HeadField.class);
  private ByteBuffer head;
  private byte[] context;
  private byte[] payload;
  private byte[] metadata;
  private byte[] links;
  private String typeName;
  private boolean typed;
  private boolean ownSequence;

  /**
   * A reader.
   *
   * @param clock tells the time of imported events that do not say theirs
   */
  public EventJsonReader(JournalClock clock) {
    this.clock = clock;
  }

  /**
   * Makes an event of a line.
   *
   * @param line that holds the characters of the line
   * @param offset of the first
   * @param length how many
   * @return the event
   * @throws BadEventException when it is none
   */
  public SemanticEvent read(char[] line, int offset, int length) throws BadEventException {
    clear();
    try (JsonParser json = factory.createParser(line, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadEventException("line is no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        readField(json, name);
      }
      if (json.nextToken() != null) {
        throw new BadEventException(
            "more follows the object: column=" + json.currentTokenLocation().getColumnNr());
      }
    } catch (JsonProcessingException e) {
      throw new BadEventException(
          "not JSON: "
              + SOURCE.matcher(e.getOriginalMessage()).replaceAll("")
              + (e.getLocation() == null ? "" : ": column=" + e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new BadEventException("not JSON: " + e.getMessage());
    }
    return build();
  }

  private void clear() {
    head = ByteBuffer.allocate(RecordDescriptor.HEAD_LENGTH).order(LITTLE_ENDIAN);
    set(HeadField.EVENT_PRIORITY, EventPriority.NORMAL.code());
    set(HeadField.EVENT_VERSION, RecordDescriptor.EVENT_VERSION);
    set(HeadField.AGENT_VISIBILITY_MASK, -1L);
    set(HeadField.AGENT_RELEVANCE_SCORE, DEFAULT_RELEVANCE);
    context = NOTHING;
    payload = null;
    metadata = null;
    links = NOTHING;
    typeName = null;
    typed = false;
    given.clear();
    ownSequence = false;
  }

  private void set(HeadField field, long value) {
    if (field.width() == HeadField.Width.U32) {
      head.putInt(field.offset(), (int) value);
    } else {
      head.putLong(field.offset(), value);
    }
  }

  private long get(HeadField field) {
    return field.get(new UnsafeBuffer(head), 0);
  }

  private void readField(JsonParser json, String name) throws IOException, BadEventException {
    switch (name) {
      case "type" -> typeName = Texts.text(json, name);
      case "type_code", "event_type" -> readTypeCode(json, name);
      case "kernel_sequence" -> {
        set(HeadField.SEQUENCE, Numbers.u64(json, name));
        ownSequence = true;
      }
      case "context" -> context = ContextJson.read(json);
      case "payload", "payload_base64" ->
          payload = bytes(json, name, payload, RecordDescriptor.MAX_PAYLOAD_LENGTH);
      case "metadata", "metadata_base64" ->
          metadata = bytes(json, name, metadata, RecordDescriptor.MAX_METADATA_LENGTH);
      case "causality_links" -> links = LinkJson.read(json);
      default -> readHeadField(json, name);
    }
  }

  private void readTypeCode(JsonParser json, String name) throws IOException, BadEventException {
    long code = Numbers.u32(json, name);
    if (typed && code != get(HeadField.EVENT_TYPE)) {
      throw new BadEventException("type_code and event_type contradict each other");
    }
    set(HeadField.EVENT_TYPE, code);
    typed = true;
  }

  private static byte[] bytes(JsonParser json, String name, byte[] before, int limit)
      throws IOException, BadEventException {
    if (before != null) {
      throw new BadEventException("field is there twice, as text and in Base64: field=" + name);
    }
    return name.endsWith(EventJsonWriter.BASE64)
        ? Texts.base64(json, name, limit)
        : Texts.utf8(json, name, limit);
  }

  private void readHeadField(JsonParser json, String name) throws IOException, BadEventException {
    HeadField field = HeadField.ofName(name);
    if (field == null) {
      throw new BadEventException("unknown field: field=" + Texts.shorten(name));
    }
    long value =
        switch (field) {
          case EVENT_PRIORITY -> priority(json, name);
          case AGENT_RELEVANCE_SCORE -> Numbers.percent(json, name);
          default -> Numbers.read(json, name, field.width());
        };
    if (field == HeadField.SEQUENCE) {
      if (!ownSequence) {
        set(field, value);
      }
    } else if (field.source() != HeadField.Source.JOURNAL) {
      set(field, value);
      given.add(field);
    }
  }

  private static long priority(JsonParser json, String name) throws IOException, BadEventException {
    Optional<EventPriority> priority;
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      String text = json.getText().toUpperCase(Locale.ROOT);
      priority = Arrays.stream(EventPriority.values()).filter(p -> p.name().equals(text)).findAny();
    } else {
      priority = EventPriority.ofCode((int) Math.min(Numbers.u32(json, name), Integer.MAX_VALUE));
    }
    if (priority.isEmpty()) {
      throw BadEventException.field(
          name, "1 critical, 2 high, 3 normal, 4 low, 5 background", Texts.describe(json));
    }
    return priority.get().code();
  }

  private SemanticEvent build() throws BadEventException {
    setType();
    if (get(HeadField.EVENT_ID) != 0) {
      completeIdentity();
    } else {
      set(HeadField.SEQUENCE, 0);
      set(HeadField.GLOBAL_SEQUENCE, 0);
      set(HeadField.LOCAL_SEQUENCE, 0);
    }
    byte[] body = payload == null ? NOTHING : payload;
    byte[] extra = metadata == null ? NOTHING : metadata;
    int length =
        RecordDescriptor.HEAD_LENGTH + context.length + body.length + extra.length + links.length;
    set(HeadField.EVENT_SIZE, length);
    set(HeadField.CONTEXT_SIZE, context.length);
    set(HeadField.PAYLOAD_SIZE, body.length);
    set(HeadField.METADATA_SIZE, extra.length);
    set(HeadField.CAUSALITY_LINK_COUNT, links.length / RecordDescriptor.LINK_LENGTH);
    ByteBuffer record = ByteBuffer.allocate(length);
    record.put(head.clear()).put(context).put(body).put(extra).put(links);
    return SemanticEvent.copyOf(new UnsafeBuffer(record), 0, length);
  }

  private void setType() throws BadEventException {
    if (typeName == null) {
      if (!typed) {
        throw new BadEventException("type is missing");
      }
      return;
    }
    long code = typeCode(typeName);
    if (typed && code != get(HeadField.EVENT_TYPE)) {
      throw new BadEventException(
          "type and type_code contradict each other: type="
              + Texts.shorten(typeName)
              + ", type_code="
              + get(HeadField.EVENT_TYPE));
    }
    set(HeadField.EVENT_TYPE, code);
  }

  /** The code of a known type's name, or of a code in hexadecimal as unknown ones are named. */
  private static long typeCode(String name) throws BadEventException {
    Optional<EventType> known = EventType.ofWireName(name);
    if (known.isPresent()) {
      return known.get().code();
    }
    if (name.startsWith("0x")) {
      try {
        return Integer.toUnsignedLong(Integer.parseUnsignedInt(name.substring(2), 16));
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw BadEventException.field(
        "type",
        "a name such as "
            + EventTypes.nameOf(EventType.FILESYSTEM_CREATE.code())
            + ", or 0x and a code",
        Texts.shorten(name));
  }

  /** What a journal leaves to the importer. */
  private void completeIdentity() {
    if (!given.contains(HeadField.TIMESTAMP_NS)) {
      set(HeadField.TIMESTAMP_NS, clock.epochNanos());
    }
    if (!given.contains(HeadField.PROCESS_ID)) {
      set(HeadField.PROCESS_ID, ProcessHandle.current().pid());
    }
    if (!given.contains(HeadField.ROOT_CAUSE_EVENT_ID)) {
      set(HeadField.ROOT_CAUSE_EVENT_ID, get(HeadField.EVENT_ID));
    }
  }
}
