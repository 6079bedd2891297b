package io.semj.event;

import static io.semj.format.RecordDescriptor.AGENT_RELEVANCE_OFFSET;
import static io.semj.format.RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET;
import static io.semj.format.RecordDescriptor.CROSS_BOUNDARY_ID_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_FLAGS_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_PRIORITY_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SUBTYPE_OFFSET;
import static io.semj.format.RecordDescriptor.HEAD_LENGTH;
import static io.semj.format.RecordDescriptor.MAX_METADATA_LENGTH;
import static io.semj.format.RecordDescriptor.MAX_PAYLOAD_LENGTH;
import static io.semj.format.RecordDescriptor.PARENT_EVENT_ID_OFFSET;
import static io.semj.format.RecordDescriptor.REPLAY_PRIORITY_OFFSET;
import static io.semj.format.RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET;
import static io.semj.format.RecordDescriptor.TIMESTAMP_OFFSET;
import static io.semj.format.RecordDescriptor.USERSPACE_FLAGS_OFFSET;

import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Collects what an event says. It can be emitted as it is and used again after {@link #reset},
 * which allocates nothing once the builder has grown to the size of the events, or make an
 * immutable {@link SemanticEvent}.
 *
 * <p>Texts, payload and metadata are kept by reference and read by {@link #encode()} and {@link
 * #build()}: do not change them before. Of the kernel's context fields, 0 and the empty text mean
 * "not set". Numbers are unsigned unless said otherwise. Not thread-safe.
 *
 * <p>{@link #encode()} and {@link #build()} refuse with a {@link
 * io.semj.error.SerializationException} a text above 65,535 bytes, a payload or metadata above 16
 * MiB, and text with half a surrogate pair. Nothing is ever cut.
 */
public final class EventBuilder implements EmittableEvent {
  private static final int MAX_PERCENT = 100;

  /** The record; its head is kept up to date by the setters, the rest is written by encode. */
  private final RecordBuffer record = new RecordBuffer();

  private final HeadState head = new HeadState(record);

  private final ContextState context = new ContextState();
  private final BytesSource payload = new BytesSource("payload", MAX_PAYLOAD_LENGTH);
  private final BytesSource metadata = new BytesSource("metadata", MAX_METADATA_LENGTH);
  private final LinkState links = new LinkState();
  private final KernelFit fit = new KernelFit();

  /** A builder of an event of this type. */
  public EventBuilder(EventType type) {
    this(type.code());
  }

  /** A builder of an event of this type, known or not. */
  public EventBuilder(int typeCode) {
    reset(typeCode);
  }

  /** Forgets everything and begins an event of this type. */
  public EventBuilder reset(EventType type) {
    return reset(type.code());
  }

  /** Forgets everything and begins an event of this type, known or not. */
  public EventBuilder reset(int typeCode) {
    context.clear();
    payload.clear();
    metadata.clear();
    links.clear();
    head.reset(typeCode);
    return this;
  }

  private EventBuilder usual(int offset, int value) {
    head.usualInt(offset, value);
    return this;
  }

  private EventBuilder other(int offset, int value) {
    head.otherInt(offset, value);
    return this;
  }

  private EventBuilder other(int offset, long value) {
    head.otherLong(offset, value);
    return this;
  }

  private static int percent(String name, int value) {
    if (value < 0 || value > MAX_PERCENT) {
      throw new IllegalArgumentException(
          name + " is out of range: expected=0..100, actual=" + value);
    }
    return value;
  }

  /** Subtype, 0 by default. */
  public EventBuilder subtype(int subtype) {
    return usual(EVENT_SUBTYPE_OFFSET, subtype);
  }

  /** When it happened, in signed nanoseconds since 1970; 0, the default: when it is emitted. */
  public EventBuilder timestampNanos(long nanos) {
    head.usualLong(TIMESTAMP_OFFSET, nanos);
    return this;
  }

  /** Bits of {@link EventFlags}; others are kept too. */
  public EventBuilder flags(int flags) {
    return usual(EVENT_FLAGS_OFFSET, flags);
  }

  /** Priority, normal by default. */
  public EventBuilder priority(EventPriority priority) {
    return usual(EVENT_PRIORITY_OFFSET, priority.code());
  }

  /** Event id of the parent, 0 if none. */
  public EventBuilder parentEventId(long eventId) {
    return other(PARENT_EVENT_ID_OFFSET, eventId);
  }

  /** Event id of the root cause; 0, the default: the event itself. */
  public EventBuilder rootCauseEventId(long eventId) {
    return other(ROOT_CAUSE_EVENT_ID_OFFSET, eventId);
  }

  /** Which agents see it, one bit each; all by default. */
  public EventBuilder agentVisibilityMask(long mask) {
    return other(AGENT_VISIBILITY_MASK_OFFSET, mask);
  }

  /** Relevance to agents, 0 to 100, 50 by default. */
  public EventBuilder agentRelevance(int percent) {
    return other(AGENT_RELEVANCE_OFFSET, percent("agent_relevance_score", percent));
  }

  /** Priority in replay, 0 by default. */
  public EventBuilder replayPriority(int priority) {
    return other(REPLAY_PRIORITY_OFFSET, priority);
  }

  /** Bits of {@link UserspaceFlags}; others are kept too. */
  public EventBuilder userspaceFlags(int flags) {
    return other(USERSPACE_FLAGS_OFFSET, flags);
  }

  /** The id that ties it to events of the kernel. */
  public EventBuilder crossBoundaryId(long id) {
    return other(CROSS_BOUNDARY_ID_OFFSET, id);
  }

  /**
   * Gives the event the identity it has elsewhere, in the kernel's journal for one. With an event
   * id other than 0 a journal keeps all of these, the timestamp too, and assigns only its own
   * sequence. With the event id 0 it keeps the CPU, and the process unless that is 0.
   */
  public EventBuilder identity(
      long eventId,
      long sequence,
      long globalSequence,
      long localSequence,
      int cpuId,
      int processId) {
    head.identity(eventId, sequence, globalSequence, localSequence, cpuId, processId);
    return this;
  }

  private EventBuilder number(ContextField field, long value) {
    context.number(field, value);
    return this;
  }

  private EventBuilder text(ContextField field, CharSequence value) {
    context.text(field, value);
    return this;
  }

  /** The transaction it belongs to. */
  public EventBuilder transactionId(long id) {
    return number(ContextField.TRANSACTION_ID, id);
  }

  /** The session it belongs to. */
  public EventBuilder sessionId(long id) {
    return number(ContextField.SESSION_ID, id);
  }

  /** The chain of causes it belongs to. */
  public EventBuilder causalityChainId(long id) {
    return number(ContextField.CAUSALITY_CHAIN_ID, id);
  }

  /** File system path; the kernel takes 4,095 bytes. */
  public EventBuilder path(CharSequence path) {
    return text(ContextField.PATH, path);
  }

  /** What it says about a file. */
  public EventBuilder filesystem(CharSequence path, long inodeNumber, int fileType) {
    number(ContextField.INODE_NUMBER, inodeNumber);
    return number(ContextField.FILE_TYPE, fileType).path(path);
  }

  /** What it says about a file. */
  public EventBuilder filesystem(FilesystemContext file) {
    return filesystem(file.path(), file.inodeNumber(), file.fileType());
  }

  /** What it says about a graph. */
  public EventBuilder graph(long nodeId, long edgeId, int operationType) {
    number(ContextField.GRAPH_NODE_ID, nodeId);
    number(ContextField.GRAPH_EDGE_ID, edgeId);
    return number(ContextField.GRAPH_OPERATION_TYPE, operationType);
  }

  /** What it says about a graph. */
  public EventBuilder graph(GraphContext graph) {
    return graph(graph.nodeId(), graph.edgeId(), graph.operationType());
  }

  /** What it says about a vector. */
  public EventBuilder vector(long vectorId, int dimensions, int elementType) {
    number(ContextField.VECTOR_ID, vectorId);
    number(ContextField.VECTOR_DIMENSIONS, dimensions);
    return number(ContextField.VECTOR_ELEMENT_TYPE, elementType);
  }

  /** What it says about a vector. */
  public EventBuilder vector(VectorContext vector) {
    return vector(vector.vectorId(), vector.dimensions(), vector.elementType());
  }

  /** What it says about an agent; the confidence is 0 to 100. */
  public EventBuilder agent(CharSequence agentId, CharSequence intent, int confidence) {
    number(ContextField.AGENT_CONFIDENCE, percent("agent_confidence", confidence));
    return text(ContextField.AGENT_ID, agentId).text(ContextField.AGENT_INTENT, intent);
  }

  /** What it says about an agent. */
  public EventBuilder agent(AgentContext agent) {
    return agent(agent.agentId(), agent.intent(), agent.confidence());
  }

  /** What it says about the system. */
  public EventBuilder system(int load, long memoryUsage, int ioPressure) {
    number(ContextField.SYSTEM_LOAD, load);
    number(ContextField.MEMORY_USAGE, memoryUsage);
    return number(ContextField.IO_PRESSURE, ioPressure);
  }

  /** What it says about the system. */
  public EventBuilder system(SystemContext system) {
    return system(system.load(), system.memoryUsage(), system.ioPressure());
  }

  /** What it means; tags are JSON text, the confidence is 0 to 100. */
  public EventBuilder semantic(CharSequence tags, CharSequence intent, int confidence) {
    number(ContextField.SEMANTIC_CONFIDENCE, percent("semantic_confidence", confidence));
    return tags(tags).text(ContextField.SEMANTIC_INTENT, intent);
  }

  /** What it means. */
  public EventBuilder semantic(SemanticContext semantic) {
    return semantic(semantic.tags(), semantic.intent(), semantic.confidence());
  }

  /** Tags, as JSON text. */
  public EventBuilder tags(CharSequence json) {
    return text(ContextField.SEMANTIC_TAGS, json);
  }

  /** All thirteen observability fields: sets those that are there and removes the others. */
  public EventBuilder observability(ObservabilityContext observability) {
    observability.copyTo(context);
    return this;
  }

  /** A measured value; a null unit is absent. */
  public EventBuilder metric(CharSequence name, double value, CharSequence unit) {
    context.real(ContextField.METRIC_VALUE, value);
    return text(ContextField.METRIC_NAME, name).text(ContextField.METRIC_UNIT, unit);
  }

  /** A log message; null is absent. */
  public EventBuilder log(CharSequence level, CharSequence message) {
    return text(ContextField.LOG_LEVEL, level).text(ContextField.LOG_MESSAGE, message);
  }

  /** The span it belongs to; null is absent. */
  public EventBuilder trace(CharSequence traceId, CharSequence spanId, CharSequence parentSpanId) {
    text(ContextField.TRACE_ID, traceId).text(ContextField.SPAN_ID, spanId);
    return text(ContextField.PARENT_SPAN_ID, parentSpanId);
  }

  /** The service it comes from; null is absent. */
  public EventBuilder service(CharSequence name) {
    return text(ContextField.SERVICE_NAME, name);
  }

  /** The operation of the service; null is absent. */
  public EventBuilder operation(CharSequence name) {
    return text(ContextField.OPERATION_NAME, name);
  }

  /** The resource that was used; null is absent. */
  public EventBuilder resourceType(CharSequence type) {
    return text(ContextField.RESOURCE_TYPE, type);
  }

  /** The threshold that was set or crossed. */
  public EventBuilder threshold(double value) {
    context.real(ContextField.THRESHOLD_VALUE, value);
    return this;
  }

  /** How bad an alert is; null is absent. */
  public EventBuilder alertSeverity(CharSequence severity) {
    return text(ContextField.ALERT_SEVERITY, severity);
  }

  /** The payload. */
  public EventBuilder payload(byte[] bytes) {
    return payload(bytes, 0, bytes.length);
  }

  /** The payload, a part of an array. */
  public EventBuilder payload(byte[] bytes, int offset, int length) {
    payload.set(bytes, offset, length);
    return this;
  }

  /** The payload, from the buffer's position to its limit as they are now; neither is moved. */
  public EventBuilder payload(ByteBuffer bytes) {
    payload.set(bytes);
    return this;
  }

  /** The payload, a part of a buffer. */
  public EventBuilder payload(DirectBuffer bytes, int offset, int length) {
    payload.set(bytes, offset, length);
    return this;
  }

  /** The payload as UTF-8 text, JSON for instance. */
  public EventBuilder payloadText(CharSequence text) {
    payload.set(text);
    return this;
  }

  /** The metadata. */
  public EventBuilder metadata(byte[] bytes) {
    return metadata(bytes, 0, bytes.length);
  }

  /** The metadata, a part of an array. */
  public EventBuilder metadata(byte[] bytes, int offset, int length) {
    metadata.set(bytes, offset, length);
    return this;
  }

  /** The metadata, from the buffer's position to its limit as they are now; neither is moved. */
  public EventBuilder metadata(ByteBuffer bytes) {
    metadata.set(bytes);
    return this;
  }

  /** The metadata, a part of a buffer. */
  public EventBuilder metadata(DirectBuffer bytes, int offset, int length) {
    metadata.set(bytes, offset, length);
    return this;
  }

  /** The metadata as UTF-8 text, JSON for instance. */
  public EventBuilder metadataText(CharSequence text) {
    metadata.set(text);
    return this;
  }

  /**
   * Adds a causality link, of which there are at most 65,536; the description is at most 127 bytes.
   *
   * @throws io.semj.error.SerializationException if a limit is exceeded; the link is not added then
   */
  public EventBuilder link(
      long causeEventId,
      long effectEventId,
      int type,
      int strength,
      long delayNanos,
      CharSequence description) {
    percent("causality_strength", strength);
    links.add(causeEventId, effectEventId, type, strength, delayNanos, description);
    return this;
  }

  /** Adds a causality link, as the other method of this name does. */
  public EventBuilder link(CausalityLink link) {
    return link(
        link.causeEventId(),
        link.effectEventId(),
        link.type(),
        link.strength(),
        link.delayNanos(),
        link.description());
  }

  /** Takes over what another event says, but not who it is. */
  EventBuilder copyContent(RecordFlyweight from, byte[] bytes) {
    head.copyContent(from, bytes);
    ContextReader stored = new ContextReader();
    stored.wrap(from.buffer(), from.contextOffset(), from.contextSize());
    context.copyFrom(stored, bytes);
    payload.set(bytes, from.payloadOffset(), from.payloadSize());
    metadata.set(bytes, from.metadataOffset(), from.metadataSize());
    links.addRaw(bytes, from.linksOffset(), from.linkCount());
    return this;
  }

  /** An immutable event of all that is set now. */
  public SemanticEvent build() {
    int length = encode();
    byte[] bytes = Arrays.copyOf(record.bytes(), length);
    return SemanticEvent.built(bytes, fit.message(), hasUsualHead());
  }

  @Override
  public int encode() {
    fit.reset();
    int payloadAt = context.encode(record, HEAD_LENGTH, fit);
    int payloadSize = payload.copyTo(record, payloadAt);
    int metadataAt = payloadAt + payloadSize;
    int metadataSize = metadata.copyTo(record, metadataAt);
    int linksAt = metadataAt + metadataSize;
    links.copyTo(record, linksAt);
    fit.sizes(payloadSize, metadataSize, links.count());
    return head.sizes(payloadAt - HEAD_LENGTH, payloadSize, metadataSize, links.count());
  }

  @Override
  public DirectBuffer image() {
    return record.view();
  }

  @Override
  public String kernelViolation() {
    return fit.message();
  }

  @Override
  public boolean hasUsualHead() {
    return head.isUsual() && links.count() == 0;
  }

  @Override
  public int bareLength() {
    boolean bare = hasUsualHead() && metadata.isNothing() && context.isEmpty();
    int size = bare ? payload.knownLength() : -1;
    return size < 0 ? -1 : HEAD_LENGTH + size;
  }

  @Override
  public void copyPayload(MutableDirectBuffer target, int at, int length) {
    payload.copyTo(target, at, length);
  }
}
