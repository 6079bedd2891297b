package io.semj.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The 72 event types that this version knows. An event may have any other code too: codes that are
 * not known are kept as they are, and {@linkplain EventTypes#isApplication a range} is left to
 * applications.
 */
public enum EventType {
  /** filesystem.create, 0x0101. */
  FILESYSTEM_CREATE(0x0101),
  /** filesystem.delete, 0x0102. */
  FILESYSTEM_DELETE(0x0102),
  /** filesystem.read, 0x0103. */
  FILESYSTEM_READ(0x0103),
  /** filesystem.write, 0x0104. */
  FILESYSTEM_WRITE(0x0104),
  /** filesystem.rename, 0x0105. */
  FILESYSTEM_RENAME(0x0105),
  /** filesystem.chmod, 0x0106. */
  FILESYSTEM_CHMOD(0x0106),
  /** filesystem.chown, 0x0107. */
  FILESYSTEM_CHOWN(0x0107),
  /** filesystem.truncate, 0x0108. */
  FILESYSTEM_TRUNCATE(0x0108),
  /** filesystem.mkdir, 0x0109. */
  FILESYSTEM_MKDIR(0x0109),
  /** filesystem.rmdir, 0x010a. */
  FILESYSTEM_RMDIR(0x010a),
  /** filesystem.symlink, 0x010b. */
  FILESYSTEM_SYMLINK(0x010b),
  /** filesystem.hardlink, 0x010c. */
  FILESYSTEM_HARDLINK(0x010c),
  /** filesystem.open, 0x010d. */
  FILESYSTEM_OPEN(0x010d),
  /** filesystem.close, 0x010e. */
  FILESYSTEM_CLOSE(0x010e),
  /** filesystem.readdir, 0x010f. */
  FILESYSTEM_READDIR(0x010f),
  /** filesystem.getattr, 0x0110. */
  FILESYSTEM_GETATTR(0x0110),
  /** filesystem.setattr, 0x0111. */
  FILESYSTEM_SETATTR(0x0111),
  /** filesystem.readlink, 0x0112. */
  FILESYSTEM_READLINK(0x0112),
  /** filesystem.fsync, 0x0113. */
  FILESYSTEM_FSYNC(0x0113),
  /** filesystem.fallocate, 0x0114. */
  FILESYSTEM_FALLOCATE(0x0114),
  /** filesystem.setxattr, 0x0115. */
  FILESYSTEM_SETXATTR(0x0115),
  /** filesystem.getxattr, 0x0116. */
  FILESYSTEM_GETXATTR(0x0116),
  /** filesystem.removexattr, 0x0117. */
  FILESYSTEM_REMOVEXATTR(0x0117),
  /** filesystem.access, 0x0118. */
  FILESYSTEM_ACCESS(0x0118),
  /** graph.node_create, 0x0201. */
  GRAPH_NODE_CREATE(0x0201),
  /** graph.node_delete, 0x0202. */
  GRAPH_NODE_DELETE(0x0202),
  /** graph.node_update, 0x0203. */
  GRAPH_NODE_UPDATE(0x0203),
  /** graph.edge_create, 0x0204. */
  GRAPH_EDGE_CREATE(0x0204),
  /** graph.edge_delete, 0x0205. */
  GRAPH_EDGE_DELETE(0x0205),
  /** graph.edge_update, 0x0206. */
  GRAPH_EDGE_UPDATE(0x0206),
  /** graph.property_set, 0x0207. */
  GRAPH_PROPERTY_SET(0x0207),
  /** graph.property_delete, 0x0208. */
  GRAPH_PROPERTY_DELETE(0x0208),
  /** graph.traverse, 0x0209. */
  GRAPH_TRAVERSE(0x0209),
  /** graph.query, 0x020a. */
  GRAPH_QUERY(0x020a),
  /** vector.create, 0x0301. */
  VECTOR_CREATE(0x0301),
  /** vector.delete, 0x0302. */
  VECTOR_DELETE(0x0302),
  /** vector.update, 0x0303. */
  VECTOR_UPDATE(0x0303),
  /** vector.search, 0x0304. */
  VECTOR_SEARCH(0x0304),
  /** vector.index, 0x0305. */
  VECTOR_INDEX(0x0305),
  /** vector.similarity, 0x0306. */
  VECTOR_SIMILARITY(0x0306),
  /** vector.cluster, 0x0307. */
  VECTOR_CLUSTER(0x0307),
  /** vector.embed, 0x0308. */
  VECTOR_EMBED(0x0308),
  /** agent.query, 0x0401. */
  AGENT_QUERY(0x0401),
  /** agent.reasoning, 0x0402. */
  AGENT_REASONING(0x0402),
  /** agent.decision, 0x0403. */
  AGENT_DECISION(0x0403),
  /** agent.orchestration, 0x0404. */
  AGENT_ORCHESTRATION(0x0404),
  /** agent.learning, 0x0405. */
  AGENT_LEARNING(0x0405),
  /** agent.interaction, 0x0406. */
  AGENT_INTERACTION(0x0406),
  /** system.mount, 0x0501. */
  SYSTEM_MOUNT(0x0501),
  /** system.unmount, 0x0502. */
  SYSTEM_UNMOUNT(0x0502),
  /** system.sync, 0x0503. */
  SYSTEM_SYNC(0x0503),
  /** system.checkpoint, 0x0504. */
  SYSTEM_CHECKPOINT(0x0504),
  /** system.recovery, 0x0505. */
  SYSTEM_RECOVERY(0x0505),
  /** system.optimization, 0x0506. */
  SYSTEM_OPTIMIZATION(0x0506),
  /** semantic.transaction_begin, 0x0601. */
  SEMANTIC_TRANSACTION_BEGIN(0x0601),
  /** semantic.transaction_end, 0x0602. */
  SEMANTIC_TRANSACTION_END(0x0602),
  /** semantic.causality_link, 0x0603. */
  SEMANTIC_CAUSALITY_LINK(0x0603),
  /** semantic.intent_capture, 0x0604. */
  SEMANTIC_INTENT_CAPTURE(0x0604),
  /** semantic.context_switch, 0x0605. */
  SEMANTIC_CONTEXT_SWITCH(0x0605),
  /** semantic.semantic_link, 0x0606. */
  SEMANTIC_SEMANTIC_LINK(0x0606),
  /** observability.metric_collected, 0x0801. */
  OBSERVABILITY_METRIC_COLLECTED(0x0801),
  /** observability.log_generated, 0x0802. */
  OBSERVABILITY_LOG_GENERATED(0x0802),
  /** observability.trace_span_start, 0x0803. */
  OBSERVABILITY_TRACE_SPAN_START(0x0803),
  /** observability.trace_span_end, 0x0804. */
  OBSERVABILITY_TRACE_SPAN_END(0x0804),
  /** observability.alert_triggered, 0x0805. */
  OBSERVABILITY_ALERT_TRIGGERED(0x0805),
  /** observability.health_check, 0x0806. */
  OBSERVABILITY_HEALTH_CHECK(0x0806),
  /** observability.performance_counter, 0x0807. */
  OBSERVABILITY_PERFORMANCE_COUNTER(0x0807),
  /** observability.error_reported, 0x0808. */
  OBSERVABILITY_ERROR_REPORTED(0x0808),
  /** observability.audit_event, 0x0809. */
  OBSERVABILITY_AUDIT_EVENT(0x0809),
  /** observability.system_status, 0x080a. */
  OBSERVABILITY_SYSTEM_STATUS(0x080a),
  /** observability.resource_usage, 0x080b. */
  OBSERVABILITY_RESOURCE_USAGE(0x080b),
  /** observability.threshold, 0x080c. */
  OBSERVABILITY_THRESHOLD(0x080c);

  /** From this code up the file system's types are unknown to the kernel. */
  private static final int FIRST_USERSPACE_FILESYSTEM_CODE = 0x010D;

  private static final int CODES = 0x0900;

  private static final EventType[] BY_CODE = new EventType[CODES];
  private static final Map<String, EventType> BY_WIRE_NAME = new HashMap<>();

  static {
    for (EventType type : values()) {
      BY_CODE[type.code] = type;
      BY_WIRE_NAME.put(type.wireName, type);
    }
  }

  private final int code;
  private final EventCategory category;
  private final String wireName;

  EventType(int code) {
    this.code = code;
    category = EventCategory.ofTypeCode(code).orElseThrow();
    String prefix = category.name();
    wireName = (prefix + "." + name().substring(prefix.length() + 1)).toLowerCase(Locale.ROOT);
  }

  /**
   * The type of a code.
   *
   * @param code any
   * @return empty for a code that is not one of these
   */
  public static Optional<EventType> ofCode(int code) {
    return code < 0 || code >= CODES ? Optional.empty() : Optional.ofNullable(BY_CODE[code]);
  }

  /**
   * The type of a name.
   *
   * @param wireName for example "graph.node_create"
   * @return empty for a name that is not one of these
   */
  public static Optional<EventType> ofWireName(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }

  /**
   * The code that stands in the record.
   *
   * @return category and number within it
   */
  public int code() {
    return code;
  }

  /**
   * What kind of thing the event is about.
   *
   * @return the category
   */
  public EventCategory category() {
    return category;
  }

  /**
   * The name for people and tools.
   *
   * @return category and name in lower snake case, for example "graph.node_create"
   */
  public String wireName() {
    return wireName;
  }

  /**
   * Whether the kernel has no such type.
   *
   * @return whether only userspace emits it
   */
  public boolean userspaceOnly() {
    return category == EventCategory.OBSERVABILITY
        || (category == EventCategory.FILESYSTEM && code >= FIRST_USERSPACE_FILESYSTEM_CODE);
  }
}
