package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One event, immutable: its record bytes and typed views of them, which are decoded when they are
 * asked for. Numbers are unsigned unless said otherwise. A context field that is not set reads as 0
 * or as the empty text. A getter of the context throws {@link io.semj.error.SerializationException}
 * if the context's bytes are malformed.
 *
 * <p>Two events are equal if all their bytes are, journal-assigned fields included; the checksum
 * follows from the others and is left out. Safe for use by many threads.
 */
public final class SemanticEvent implements EmittableEvent {
  /** The record; the checksum in it is 0. */
  private final byte[] bytes;

  private final int checksum;
  private final UnsafeBuffer image;
  private final RecordFlyweight record;

  /** What a builder found out about the kernel's limits; null if none looked, or if it fits. */
  private final String kernelViolation;

  private final boolean examined;
  private final boolean usualHead;

  /** An event that was read. Takes the array, which nobody else may keep. */
  SemanticEvent(byte[] bytes, int checksum) {
    this(bytes, checksum, false, null, false);
  }

  private SemanticEvent(
      byte[] bytes, int checksum, boolean examined, String kernelViolation, boolean usualHead) {
    this.bytes = bytes;
    this.checksum = checksum;
    this.examined = examined;
    this.kernelViolation = kernelViolation;
    this.usualHead = usualHead;
    image = new UnsafeBuffer(bytes);
    record = new RecordFlyweight().wrap(image, 0);
  }

  /** An event that was built. Takes the array, which nobody else may keep. */
  static SemanticEvent built(byte[] bytes, String kernelViolation, boolean usualHead) {
    return new SemanticEvent(bytes, 0, true, kernelViolation, usualHead);
  }

  /** A builder of an event of this type. */
  public static EventBuilder builder(EventType type) {
    return new EventBuilder(type);
  }

  /** A builder of an event of this type, known or not. */
  public static EventBuilder builder(int typeCode) {
    return new EventBuilder(typeCode);
  }

  /**
   * The event of a record, whose checksum is not checked here.
   *
   * @param buffer that holds the record
   * @param offset of its first byte
   * @param length of the record
   * @return a copy
   * @throws io.semj.error.CorruptionException if the sizes in its head contradict the length
   * @throws io.semj.error.VersionMismatchException if the record has another version
   */
  public static SemanticEvent copyOf(DirectBuffer buffer, int offset, int length) {
    RecordFlyweight source = new RecordFlyweight().wrap(buffer, offset);
    RecordChecks.require(source, length);
    byte[] copy = new byte[length];
    buffer.getBytes(offset, copy);
    new UnsafeBuffer(copy).putInt(RecordDescriptor.CHECKSUM_OFFSET, 0, LITTLE_ENDIAN);
    return new SemanticEvent(copy, source.checksum());
  }

  @Override
  public int encode() {
    return bytes.length;
  }

  @Override
  public DirectBuffer image() {
    return image;
  }

  @Override
  public String kernelViolation() {
    if (examined) {
      return kernelViolation;
    }
    KernelFit fit = new KernelFit();
    fit.examine(record, bytes);
    return fit.message();
  }

  @Override
  public boolean hasUsualHead() {
    return usualHead;
  }

  /** The type's code, known or not. */
  public int typeCode() {
    return record.eventType();
  }

  /** The type, empty if this version does not know its code. */
  public Optional<EventType> type() {
    return EventType.ofCode(typeCode());
  }

  /** The category, empty if this version does not know it. */
  public Optional<EventCategory> category() {
    return EventCategory.ofTypeCode(typeCode());
  }

  /** The priority; normal if this version does not know its code. */
  public EventPriority priority() {
    return EventPriority.ofCode(priorityCode()).orElse(EventPriority.NORMAL);
  }

  /** The checksum that it was read with; 0 if it was built here. */
  public int checksum() {
    return checksum;
  }

  /** The event's id; 0 before it was emitted. */
  public long eventId() {
    return record.eventId();
  }

  /** The subtype. */
  public int subtype() {
    return record.eventSubtype();
  }

  /** When it happened, in signed nanoseconds since 1970; 0 before it was emitted. */
  public long timestampNanos() {
    return record.timestampNanos();
  }

  /** The journal's sequence, from 1; 0 before it was emitted. */
  public long sequence() {
    return record.userspaceSequence();
  }

  /** The sequence that its source gave it: the kernel's if it was imported. */
  public long kernelSequence() {
    return record.sequence();
  }

  /** The global sequence. */
  public long globalSequence() {
    return record.globalSequence();
  }

  /** The sequence since the journal was opened. */
  public long localSequence() {
    return record.localSequence();
  }

  /** The CPU it came from. */
  public int cpuId() {
    return record.cpuId();
  }

  /** The process it came from. */
  public int processId() {
    return record.processId();
  }

  /** Bits of {@link EventFlags} and others. */
  public int flags() {
    return record.eventFlags();
  }

  /** The priority as it is stored. */
  public int priorityCode() {
    return record.eventPriority();
  }

  /** The length of the record in bytes. */
  public int length() {
    return record.length();
  }

  /** Bytes of compact context. */
  public int contextSize() {
    return record.contextSize();
  }

  /** Bytes of payload. */
  public int payloadSize() {
    return record.payloadSize();
  }

  /** Bytes of metadata. */
  public int metadataSize() {
    return record.metadataSize();
  }

  /** The version of the record's layout. */
  public int version() {
    return record.eventVersion();
  }

  /** How the event by itself is compressed, 0 not at all. */
  public int compressionType() {
    return record.compressionType();
  }

  /** How the event by itself is encrypted, 0 not at all. */
  public int encryptionType() {
    return record.encryptionType();
  }

  /** How many causality links it has. */
  public int linkCount() {
    return record.linkCount();
  }

  /** Event id of the parent, 0 if none. */
  public long parentEventId() {
    return record.parentEventId();
  }

  /** Event id of the root cause; its own if nothing caused it. */
  public long rootCauseEventId() {
    return record.rootCauseEventId();
  }

  /** Which agents see it, one bit each. */
  public long agentVisibilityMask() {
    return record.agentVisibilityMask();
  }

  /** Relevance to agents, 0 to 100. */
  public int agentRelevance() {
    return record.agentRelevance();
  }

  /** Priority in replay. */
  public int replayPriority() {
    return record.replayPriority();
  }

  /** Bits of {@link UserspaceFlags} and others. */
  public int userspaceFlags() {
    return record.userspaceFlags();
  }

  /** From the emitter's clock reading to the writer, in nanoseconds. */
  public long emissionLatencyNanos() {
    return record.emissionLatencyNanos();
  }

  /** The ring slot it came through. */
  public long bufferPosition() {
    return record.bufferPosition();
  }

  /** The id that ties it to events of the kernel. */
  public long crossBoundaryId() {
    return record.crossBoundaryId();
  }

  /** When the writer took it, in nanoseconds since 1970. */
  public long processingTimestamp() {
    return record.processingTimestamp();
  }

  /** When the writer stored it, in nanoseconds since 1970. */
  public long persistenceTimestamp() {
    return record.persistenceTimestamp();
  }

  /** How often storing it was retried. */
  public int retryCount() {
    return record.retryCount();
  }

  private long number(ContextField field) {
    return ContextView.number(record, field);
  }

  private String text(ContextField field) {
    return ContextView.text(record, bytes, field);
  }

  /** The transaction it belongs to. */
  public long transactionId() {
    return number(ContextField.TRANSACTION_ID);
  }

  /** The session it belongs to. */
  public long sessionId() {
    return number(ContextField.SESSION_ID);
  }

  /** The chain of causes it belongs to. */
  public long causalityChainId() {
    return number(ContextField.CAUSALITY_CHAIN_ID);
  }

  /** File system path. */
  public String path() {
    return text(ContextField.PATH);
  }

  /** Tags, as JSON text. */
  public String tags() {
    return text(ContextField.SEMANTIC_TAGS);
  }

  /** What it says about a file. */
  public FilesystemContext filesystem() {
    return new FilesystemContext(
        path(), number(ContextField.INODE_NUMBER), (int) number(ContextField.FILE_TYPE));
  }

  /** What it says about a graph. */
  public GraphContext graph() {
    return new GraphContext(
        number(ContextField.GRAPH_NODE_ID),
        number(ContextField.GRAPH_EDGE_ID),
        (int) number(ContextField.GRAPH_OPERATION_TYPE));
  }

  /** What it says about a vector. */
  public VectorContext vector() {
    return new VectorContext(
        number(ContextField.VECTOR_ID),
        (int) number(ContextField.VECTOR_DIMENSIONS),
        (int) number(ContextField.VECTOR_ELEMENT_TYPE));
  }

  /** What it says about an agent. */
  public AgentContext agent() {
    return new AgentContext(
        text(ContextField.AGENT_ID),
        text(ContextField.AGENT_INTENT),
        (int) number(ContextField.AGENT_CONFIDENCE));
  }

  /** What it says about the system. */
  public SystemContext system() {
    return new SystemContext(
        (int) number(ContextField.SYSTEM_LOAD),
        number(ContextField.MEMORY_USAGE),
        (int) number(ContextField.IO_PRESSURE));
  }

  /** What it means. */
  public SemanticContext semantic() {
    return new SemanticContext(
        tags(), text(ContextField.SEMANTIC_INTENT), (int) number(ContextField.SEMANTIC_CONFIDENCE));
  }

  /** What it says about metrics, logs, traces and alerts. */
  public ObservabilityContext observability() {
    return ObservabilityContext.read(context(), bytes);
  }

  /** A new reader of all its context fields, known or not. */
  public ContextReader context() {
    return new ContextReader().wrap(image, record.contextOffset(), record.contextSize());
  }

  /** A copy of the payload. */
  public byte[] payload() {
    return part(record.payloadOffset(), record.payloadSize());
  }

  /** A read-only view of the payload. */
  public ByteBuffer payloadBuffer() {
    return view(record.payloadOffset(), record.payloadSize());
  }

  /** The payload as UTF-8 text; what is none of it is replaced by U+FFFD. */
  public String payloadText() {
    return new String(bytes, record.payloadOffset(), record.payloadSize(), UTF_8);
  }

  /** A copy of the metadata. */
  public byte[] metadata() {
    return part(record.metadataOffset(), record.metadataSize());
  }

  /** A read-only view of the metadata. */
  public ByteBuffer metadataBuffer() {
    return view(record.metadataOffset(), record.metadataSize());
  }

  /** The metadata as UTF-8 text; what is none of it is replaced by U+FFFD. */
  public String metadataText() {
    return new String(bytes, record.metadataOffset(), record.metadataSize(), UTF_8);
  }

  private byte[] part(int offset, int size) {
    return Arrays.copyOfRange(bytes, offset, offset + size);
  }

  private ByteBuffer view(int offset, int size) {
    return ByteBuffer.wrap(bytes, offset, size).slice().asReadOnlyBuffer();
  }

  /** The causality links, in their order. */
  public List<CausalityLink> causalityLinks() {
    List<CausalityLink> links = new ArrayList<>(linkCount());
    for (int i = 0; i < linkCount(); i++) {
      links.add(LinkState.read(image, record.linksOffset() + i * RecordDescriptor.LINK_LENGTH));
    }
    return Collections.unmodifiableList(links);
  }

  /** The record's bytes, with the checksum that it was read with. */
  public byte[] toByteArray() {
    byte[] copy = bytes.clone();
    new UnsafeBuffer(copy).putInt(RecordDescriptor.CHECKSUM_OFFSET, checksum, LITTLE_ENDIAN);
    return copy;
  }

  /**
   * A builder of a new event that says the same: content, the timestamp too, but neither identity
   * nor anything else that a journal assigns. A root cause other than the event itself is kept.
   */
  public EventBuilder toBuilder() {
    return new EventBuilder(typeCode()).copyContent(record, bytes);
  }

  RecordFlyweight record() {
    return record;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SemanticEvent that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    String path = path();
    return "SemanticEvent[type="
        + EventTypes.nameOf(typeCode())
        + ", sequence="
        + Long.toUnsignedString(sequence())
        + ", event_id="
        + Long.toUnsignedString(eventId())
        + ", timestamp_ns="
        + timestampNanos()
        + ", priority="
        + priorityCode()
        + (path.isEmpty() ? "" : ", path=" + path)
        + ", payload="
        + payloadSize()
        + " B, length="
        + length()
        + " B]";
  }
}
