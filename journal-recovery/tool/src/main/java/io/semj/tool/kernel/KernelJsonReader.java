package io.semj.tool.kernel;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.semj.checksum.KernelCrc32;
import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Makes kernel events of JSON in the form that {@link KernelJsonWriter} writes: objects one after
 * another, or arrays of them. What follows from the rest, as sizes and checksum, may be left out
 * and has to agree if it is there; of the other numbers, those left out are 0 or the kernel's
 * default. Not thread-safe.
 */
final class KernelJsonReader implements Closeable {
  private static final BigInteger U64_LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE);
  private static final BigInteger U32_LIMIT = BigInteger.ONE.shiftLeft(Integer.SIZE);
  private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger I64_LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE - 1);
  private static final Map<String, HeaderNames> HEADER = new HashMap<>();
  private static final Map<String, ContextField> CONTEXT = new HashMap<>();

  static {
    for (HeaderNames field : HeaderNames.values()) {
      HEADER.put(field.wireName(), field);
    }
    for (ContextField field : ContextField.values()) {
      if (field.inKernel()) {
        CONTEXT.put(field.wireName(), field);
      }
    }
  }

  private final JsonParser json;
  private final EnumMap<HeaderNames, Long> stated = new EnumMap<>(HeaderNames.class);
  private final KernelJsonText texts = new KernelJsonText();
  private ByteBuffer head;
  private ByteBuffer context;
  private byte[] payload;
  private byte[] metadata;
  private byte[] links;
  private long count;

  KernelJsonReader(InputStream in) throws IOException {
    json =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(8 * RecordDescriptor.KERNEL_MAX_PAYLOAD_LENGTH)
                    .maxNestingDepth(8)
                    .build())
            .build()
            .createParser(in);
  }

  /** How many events were read. */
  long count() {
    return count;
  }

  /** The next event's bytes, null behind the last. */
  byte[] next() throws IOException {
    try {
      JsonToken token = json.nextToken();
      while (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
        token = json.nextToken();
      }
      if (token == null) {
        return null;
      }
      requireToken(token == JsonToken.START_OBJECT, "event", "an object");
      readEvent();
      byte[] event = build();
      count++;
      return event;
    } catch (JsonProcessingException e) {
      throw bad("not JSON: " + e.getOriginalMessage() + ": line=" + line(e));
    }
  }

  private static long line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private void readEvent() throws IOException {
    head = ByteBuffer.allocate(KERNEL_HEADER_LENGTH).order(LITTLE_ENDIAN);
    head.putInt(RecordDescriptor.EVENT_VERSION_OFFSET, RecordDescriptor.EVENT_VERSION);
    context = ByteBuffer.allocate(KERNEL_CONTEXT_LENGTH).order(LITTLE_ENDIAN);
    payload = new byte[0];
    metadata = new byte[0];
    links = new byte[0];
    stated.clear();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "header" -> readHeader();
        case "context" -> readContext();
        case "payload_hex" -> payload = hex(name, RecordDescriptor.KERNEL_MAX_PAYLOAD_LENGTH);
        case "metadata_hex" -> metadata = hex(name, RecordDescriptor.KERNEL_MAX_METADATA_LENGTH);
        case "causality_links" -> readLinks();
        default -> throw bad("unknown field: field=" + name);
      }
    }
  }

  private void readHeader() throws IOException {
    requireToken(json.currentToken() == JsonToken.START_OBJECT, "header", "an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      HeaderNames field = HEADER.get(name);
      if (field == null) {
        throw bad("unknown field: field=header." + name);
      }
      stated.put(
          field,
          field.isSigned()
              ? number("header." + name, I64_MIN, I64_LIMIT)
              : number("header." + name, BigInteger.ZERO, field.isLong() ? U64_LIMIT : U32_LIMIT));
    }
  }

  private void readContext() throws IOException {
    requireToken(json.currentToken() == JsonToken.START_OBJECT, "context", "an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      String full = "context." + name;
      json.nextToken();
      ContextField field = CONTEXT.get(name);
      if (field == null) {
        throw bad("unknown field: field=" + full);
      }
      int at = field.kernelOffset();
      switch (field.wireType()) {
        case WireType.TEXT -> context.put(at, text(full, field.kernelCapacity()));
        case WireType.U64 -> context.putLong(at, number(full, BigInteger.ZERO, U64_LIMIT));
        default -> context.putInt(at, (int) number(full, BigInteger.ZERO, U32_LIMIT));
      }
    }
  }

  private void readLinks() throws IOException {
    requireToken(json.currentToken() == JsonToken.START_ARRAY, "causality_links", "an array");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == RecordDescriptor.KERNEL_MAX_LINKS) {
        throw tooManyLinks(i);
      }
      all.writeBytes(readLink("causality_links[" + i + "]"));
    }
    links = all.toByteArray();
  }

  private SerializationException tooManyLinks(int before) throws IOException {
    int count = before;
    do {
      json.skipChildren();
      count++;
    } while (json.nextToken() != JsonToken.END_ARRAY);
    return bad(
        "too many: field=causality_links, limit="
            + RecordDescriptor.KERNEL_MAX_LINKS
            + ", actual="
            + count);
  }

  private byte[] readLink(String path) throws IOException {
    requireToken(json.currentToken() == JsonToken.START_OBJECT, path, "an object");
    byte[] bytes = new byte[LINK_LENGTH];
    ByteBuffer link = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      String full = path + "." + name;
      json.nextToken();
      switch (name) {
        case "cause_event_id" ->
            link.putLong(
                RecordDescriptor.LINK_CAUSE_OFFSET, number(full, BigInteger.ZERO, U64_LIMIT));
        case "effect_event_id" ->
            link.putLong(
                RecordDescriptor.LINK_EFFECT_OFFSET, number(full, BigInteger.ZERO, U64_LIMIT));
        case "causality_type" ->
            link.putInt(
                RecordDescriptor.LINK_TYPE_OFFSET, (int) number(full, BigInteger.ZERO, U32_LIMIT));
        case "causality_strength" ->
            link.putInt(
                RecordDescriptor.LINK_STRENGTH_OFFSET,
                (int) number(full, BigInteger.ZERO, U32_LIMIT));
        case "causality_delay_ns" ->
            link.putLong(RecordDescriptor.LINK_DELAY_OFFSET, number(full, I64_MIN, I64_LIMIT));
        case "description" ->
            link.put(
                RecordDescriptor.LINK_DESCRIPTION_OFFSET,
                text(full, RecordDescriptor.LINK_DESCRIPTION_LENGTH));
        default -> throw bad("unknown field: field=" + full);
      }
    }
    return bytes;
  }

  private byte[] build() {
    boolean absent = Long.valueOf(0).equals(stated.get(HeaderNames.CONTEXT_SIZE));
    if (absent && !Arrays.equals(context.array(), new byte[KERNEL_CONTEXT_LENGTH])) {
      throw bad("header.context_size is 0 and there is a context");
    }
    int contextSize = absent ? 0 : KERNEL_CONTEXT_LENGTH;
    setDefaults();
    int length =
        KERNEL_HEADER_LENGTH + contextSize + payload.length + metadata.length + links.length;
    derive(HeaderNames.CONTEXT_SIZE, contextSize);
    derive(HeaderNames.PAYLOAD_SIZE, payload.length);
    derive(HeaderNames.METADATA_SIZE, metadata.length);
    derive(HeaderNames.CAUSALITY_LINK_COUNT, links.length / LINK_LENGTH);
    derive(HeaderNames.EVENT_SIZE, length);
    byte[] event = new byte[length];
    ByteBuffer out = ByteBuffer.wrap(event).order(LITTLE_ENDIAN);
    out.put(head.array().clone()).put(context.array(), 0, contextSize);
    out.put(payload).put(metadata).put(links);
    long checksum = Integer.toUnsignedLong(KernelCrc32.of(event, 0, length));
    derive(HeaderNames.CHECKSUM, checksum);
    out.putInt(RecordDescriptor.CHECKSUM_OFFSET, (int) checksum);
    return event;
  }

  private void setDefaults() {
    stated.putIfAbsent(HeaderNames.EVENT_PRIORITY, 3L);
    stated.putIfAbsent(HeaderNames.EVENT_VERSION, (long) RecordDescriptor.EVENT_VERSION);
    stated.putIfAbsent(HeaderNames.AGENT_VISIBILITY_MASK, -1L);
    stated.putIfAbsent(HeaderNames.AGENT_RELEVANCE_SCORE, 50L);
    stated.putIfAbsent(
        HeaderNames.ROOT_CAUSE_EVENT_ID, stated.getOrDefault(HeaderNames.EVENT_ID, 0L));
    if (stated.get(HeaderNames.EVENT_VERSION) != RecordDescriptor.EVENT_VERSION) {
      throw bad(
          "event_version cannot be used: expected=1, actual="
              + stated.get(HeaderNames.EVENT_VERSION));
    }
    stated.forEach(
        (field, value) -> {
          if (field.isLong()) {
            head.putLong(field.offset(), value);
          } else if (!field.isDerived()) {
            head.putInt(field.offset(), value.intValue());
          }
        });
  }

  private void derive(HeaderNames field, long value) {
    Long said = stated.get(field);
    if (said != null && said != value) {
      throw bad(
          "header."
              + field.wireName()
              + " contradicts the rest, leave it out to have it computed: expected="
              + value
              + ", actual="
              + said);
    }
    if (field != HeaderNames.CHECKSUM) {
      head.putInt(field.offset(), (int) value);
    }
  }

  private long number(String field, BigInteger least, BigInteger limit) throws IOException {
    String expected = "a whole number " + least + ".." + limit.subtract(BigInteger.ONE);
    requireToken(json.currentToken() == JsonToken.VALUE_NUMBER_INT, field, expected);
    BigInteger value = json.getBigIntegerValue();
    if (value.compareTo(least) < 0 || value.compareTo(limit) >= 0) {
      throw bad(field + " cannot be used: expected=" + expected + ", actual=" + value);
    }
    return value.longValue();
  }

  private byte[] text(String field, int capacity) throws IOException {
    requireToken(json.currentToken() == JsonToken.VALUE_STRING, field, "a text");
    String problem = texts.encode(json.getText(), capacity - 1);
    if (problem != null) {
      throw bad(field + " " + problem);
    }
    return texts.bytes();
  }

  private byte[] hex(String field, int limit) throws IOException {
    requireToken(json.currentToken() == JsonToken.VALUE_STRING, field, "a text");
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(json.getText().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw bad(field + " is not hexadecimal");
    }
    if (bytes.length > limit) {
      throw bad(field + " is too long: limit=" + limit + " bytes, actual=" + bytes.length);
    }
    return bytes;
  }

  private void requireToken(boolean right, String field, String expected) throws IOException {
    if (!right) {
      throw bad(
          field + " cannot be used: expected=" + expected + ", actual=" + json.currentToken());
    }
  }

  private SerializationException bad(String what) {
    return new SerializationException("event " + (count + 1) + ": " + what);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
