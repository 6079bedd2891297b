package io.semj.format;

import static io.semj.format.WireType.F64;
import static io.semj.format.WireType.TEXT;
import static io.semj.format.WireType.U32;
import static io.semj.format.WireType.U64;

/**
 * The fields of a compact context that this version knows, in the order of their ids.
 *
 * <pre>
 *  +----------+-----------+---------------------------------------------+
 *  | field id | wire type | value: 4 or 8 bytes, or a length and bytes  |
 *  |   u8     |    u8     |        (see {@link WireType})                |
 *  +----------+-----------+---------------------------------------------+
 * </pre>
 *
 * A context is a run of such fields in strictly ascending order of id, with nothing between them.
 * Ids below 64 belong to what a kernel event can hold: there 0 and the empty text mean "not set"
 * and are not stored. From 64 on presence is kept, so 0 and the empty text are values. A reader
 * keeps ids that it does not know and skips them by their wire type.
 */
public enum ContextField {
  /** Transaction that the event belongs to. */
  TRANSACTION_ID(1, U64, "transaction_id", 0, 0),
  /** Session that the event belongs to. */
  SESSION_ID(2, U64, "session_id", 8, 0),
  /** Chain of causes that the event belongs to. */
  CAUSALITY_CHAIN_ID(3, U64, "causality_chain_id", 16, 0),
  /** File system path. */
  PATH(4, TEXT, "path", 24, 4096),
  /** Inode of the file. */
  INODE_NUMBER(5, U64, "inode_number", 4120, 0),
  /** {@code st_mode & S_IFMT} of the file. */
  FILE_TYPE(6, U32, "file_type", 4128, 0),
  /** Node of the graph. */
  GRAPH_NODE_ID(7, U64, "graph_node_id", 4132, 0),
  /** Edge of the graph. */
  GRAPH_EDGE_ID(8, U64, "graph_edge_id", 4140, 0),
  /** What was done to the graph. */
  GRAPH_OPERATION_TYPE(9, U32, "graph_operation_type", 4148, 0),
  /** The vector. */
  VECTOR_ID(10, U64, "vector_id", 4152, 0),
  /** How many elements the vector has. */
  VECTOR_DIMENSIONS(11, U32, "vector_dimensions", 4160, 0),
  /** What the vector's elements are. */
  VECTOR_ELEMENT_TYPE(12, U32, "vector_element_type", 4164, 0),
  /** The agent. */
  AGENT_ID(13, TEXT, "agent_id", 4168, 64),
  /** What the agent is about to do. */
  AGENT_INTENT(14, TEXT, "agent_intent", 4232, 256),
  /** How sure the agent is, 0 to 100. */
  AGENT_CONFIDENCE(15, U32, "agent_confidence", 4488, 0),
  /** Load of the system. */
  SYSTEM_LOAD(16, U32, "system_load", 4492, 0),
  /** Bytes of memory in use. */
  MEMORY_USAGE(17, U64, "memory_usage", 4496, 0),
  /** Pressure on input and output. */
  IO_PRESSURE(18, U32, "io_pressure", 4504, 0),
  /** Tags, as JSON text. */
  SEMANTIC_TAGS(19, TEXT, "semantic_tags", 4508, 512),
  /** What the event means. */
  SEMANTIC_INTENT(20, TEXT, "semantic_intent", 5020, 256),
  /** How sure the meaning is, 0 to 100. */
  SEMANTIC_CONFIDENCE(21, U32, "semantic_confidence", 5276, 0),
  /**
   * 1 in an event that was read from a kernel event without any context (context_size 0), so that
   * it can be written back byte for byte. Has no place in the kernel's own context.
   */
  KERNEL_CONTEXT_ABSENT(22, U32, "kernel_context_absent", -1, 0),
  /**
   * In an event that was imported from the kernel's journal: what was added to its timestamp to
   * turn the kernel's clock into the wall clock, in signed nanoseconds.
   */
  KERNEL_CLOCK_OFFSET(23, U64, "kernel_clock_offset", -1, 0),
  /**
   * In an event that was imported from a kernel journal that is a file: the position in that file
   * behind the event.
   */
  KERNEL_POSITION(24, U64, "kernel_position", -1, 0),
  /** What was measured. */
  METRIC_NAME(64, TEXT, "metric_name", -1, 0),
  /** The measured value. */
  METRIC_VALUE(65, F64, "metric_value", -1, 0),
  /** Unit of the measured value. */
  METRIC_UNIT(66, TEXT, "metric_unit", -1, 0),
  /** Level of a log message. */
  LOG_LEVEL(67, TEXT, "log_level", -1, 0),
  /** A log message. */
  LOG_MESSAGE(68, TEXT, "log_message", -1, 0),
  /** Trace that the event belongs to. */
  TRACE_ID(69, TEXT, "trace_id", -1, 0),
  /** Span that the event belongs to. */
  SPAN_ID(70, TEXT, "span_id", -1, 0),
  /** Parent of that span. */
  PARENT_SPAN_ID(71, TEXT, "parent_span_id", -1, 0),
  /** Service that the event comes from. */
  SERVICE_NAME(72, TEXT, "service_name", -1, 0),
  /** Operation of that service. */
  OPERATION_NAME(73, TEXT, "operation_name", -1, 0),
  /** Resource that was used. */
  RESOURCE_TYPE(74, TEXT, "resource_type", -1, 0),
  /** Threshold that was set or crossed. */
  THRESHOLD_VALUE(75, F64, "threshold_value", -1, 0),
  /** Severity of an alert. */
  ALERT_SEVERITY(76, TEXT, "alert_severity", -1, 0);

  /** Length of the fixed context of a kernel event. */
  public static final int KERNEL_CONTEXT_LENGTH = 5280;

  /** The first id whose presence is kept whatever its value. */
  public static final int FIRST_OPTIONAL_ID = 64;

  private static final ContextField[] BY_ID = new ContextField[256];

  static {
    for (ContextField field : values()) {
      BY_ID[field.id] = field;
    }
  }

  private final int id;
  private final int wireType;
  private final String wireName;
  private final int kernelOffset;
  private final int kernelCapacity;

  ContextField(int id, int wireType, String wireName, int kernelOffset, int kernelCapacity) {
    this.id = id;
    this.wireType = wireType;
    this.wireName = wireName;
    this.kernelOffset = kernelOffset;
    this.kernelCapacity = kernelCapacity;
  }

  /**
   * The field of an id.
   *
   * @param id 0 to 255
   * @return the field, or null for an id that this version does not know
   */
  public static ContextField ofId(int id) {
    return BY_ID[id];
  }

  /**
   * The id that stands in the file.
   *
   * @return 1 to 255
   */
  public int id() {
    return id;
  }

  /**
   * How the value is stored.
   *
   * @return one of the constants of {@link WireType}
   */
  public int wireType() {
    return wireType;
  }

  /**
   * The name that the kernel has for the field, or would have.
   *
   * @return in lower snake case
   */
  public String wireName() {
    return wireName;
  }

  /**
   * Whether a kernel event has a place for the field.
   *
   * @return whether {@link #kernelOffset()} means anything
   */
  public boolean inKernel() {
    return kernelOffset >= 0;
  }

  /**
   * Where the field stands in the fixed context of a kernel event.
   *
   * @return bytes from the beginning of the context, -1 if it has no place there
   */
  public int kernelOffset() {
    return kernelOffset;
  }

  /**
   * Whether the field says how the event came from the kernel's journal, and nothing about what
   * happened.
   *
   * @return whether it belongs to the import and not to the event
   */
  public boolean isImportNote() {
    return this == KERNEL_CONTEXT_ABSENT || this == KERNEL_CLOCK_OFFSET || this == KERNEL_POSITION;
  }

  /**
   * How many bytes the fixed context has for a text field, the terminating zero included.
   *
   * @return bytes, 0 for a number and for a field that is not in the kernel's context
   */
  public int kernelCapacity() {
    return kernelCapacity;
  }
}
