package io.semj.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTypeTest {
  /** The kernel's own table: category code and name, then its types from 01 up. */
  private static final String[] TABLE = {
    "0x0100 filesystem: create, delete, read, write, rename, chmod, chown, truncate, mkdir, rmdir,"
        + " symlink, hardlink, open, close, readdir, getattr, setattr, readlink, fsync, fallocate,"
        + " setxattr, getxattr, removexattr, access",
    "0x0200 graph: node_create, node_delete, node_update, edge_create, edge_delete, edge_update,"
        + " property_set, property_delete, traverse, query",
    "0x0300 vector: create, delete, update, search, index, similarity, cluster, embed",
    "0x0400 agent: query, reasoning, decision, orchestration, learning, interaction",
    "0x0500 system: mount, unmount, sync, checkpoint, recovery, optimization",
    "0x0600 semantic: transaction_begin, transaction_end, causality_link, intent_capture,"
        + " context_switch, semantic_link",
    "0x0800 observability: metric_collected, log_generated, trace_span_start, trace_span_end,"
        + " alert_triggered, health_check, performance_counter, error_reported, audit_event,"
        + " system_status, resource_usage, threshold",
  };

  private static Map<Integer, String> expectedNames() {
    Map<Integer, String> names = new LinkedHashMap<>();
    for (String row : TABLE) {
      int category = Integer.decode(row.substring(0, 6));
      String prefix = row.substring(7, row.indexOf(':'));
      int code = category;
      for (String name : row.substring(row.indexOf(':') + 1).split(",", -1)) {
        names.put(++code, prefix + "." + name.trim());
      }
    }
    return names;
  }

  @Test
  void shouldKnowExactlyTheTypesOfTheTable() {
    Map<Integer, String> actual = new LinkedHashMap<>();
    for (EventType type : EventType.values()) {
      actual.put(type.code(), type.wireName());
    }

    assertThat(actual).hasSize(72).isEqualTo(expectedNames());
  }

  @Test
  void shouldFindEveryTypeByCodeAndByName() {
    for (EventType type : EventType.values()) {
      assertThat(EventType.ofCode(type.code())).contains(type);
      assertThat(EventType.ofWireName(type.wireName())).contains(type);
      assertThat(type.category().code()).isEqualTo(type.code() & EventCategory.MASK);
      assertThat(type.wireName())
          .startsWith(type.category().name().toLowerCase(java.util.Locale.ROOT) + ".");
    }
  }

  @Test
  void shouldNotFindCodesThatAreNotInTheTable() {
    Map<Integer, String> names = expectedNames();
    for (int code = -1; code <= 0x10_000; code++) {
      assertThat(EventType.ofCode(code).isPresent())
          .as("code %x", code)
          .isEqualTo(names.containsKey(code));
    }
    assertThat(EventType.ofWireName("graph.nothing")).isEmpty();
  }

  @Test
  void shouldHaveSevenCategories() {
    assertThat(EventCategory.values()).hasSize(7);
    assertThat(EventCategory.ofTypeCode(0x01FF)).contains(EventCategory.FILESYSTEM);
    assertThat(EventCategory.ofTypeCode(0x0700)).isEmpty();
    assertThat(EventCategory.ofTypeCode(0x0001_0101)).isEmpty();
    assertThat(EventCategory.ofTypeCode(0x8001)).isEmpty();
  }

  @Test
  void shouldTellWhichTypesTheKernelLacks() {
    assertThat(EventType.FILESYSTEM_HARDLINK.userspaceOnly()).isFalse();
    assertThat(EventType.FILESYSTEM_OPEN.userspaceOnly()).isTrue();
    assertThat(EventType.OBSERVABILITY_METRIC_COLLECTED.userspaceOnly()).isTrue();
    assertThat(EventType.SEMANTIC_SEMANTIC_LINK.userspaceOnly()).isFalse();
  }

  @Test
  void shouldLeaveTheUpperHalfToApplications() {
    assertThat(EventTypes.isApplication(0x7FFF)).isFalse();
    assertThat(EventTypes.isApplication(0x8000)).isTrue();
    assertThat(EventTypes.isApplication(0xFFFF)).isTrue();
    assertThat(EventTypes.isApplication(0x1_0000)).isFalse();
    assertThat(EventTypes.nameOf(0x8001)).isEqualTo("0x8001");
    assertThat(EventTypes.nameOf(0x0201)).isEqualTo("graph.node_create");
  }

  @Test
  void shouldHaveTheFlagsAndPrioritiesOfTheTable() {
    assertThat(
            new int[] {
              EventFlags.ATOMIC,
              EventFlags.TRANSACTIONAL,
              EventFlags.CAUSAL,
              EventFlags.AGENT_VISIBLE,
              EventFlags.DETERMINISTIC,
              EventFlags.COMPRESSED,
              EventFlags.INDEXED,
              EventFlags.REPLICATED,
            })
        .containsExactly(0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80);
    assertThat(
            new int[] {
              UserspaceFlags.REQUIRES_KERNEL_SYNC,
              UserspaceFlags.REQUIRES_PERSISTENCE,
              UserspaceFlags.REQUIRES_INDEXING,
              UserspaceFlags.REQUIRES_COMPRESSION,
              UserspaceFlags.REQUIRES_ENCRYPTION,
              UserspaceFlags.HIGH_PRIORITY,
              UserspaceFlags.TRANSACTIONAL,
              UserspaceFlags.REQUIRES_ORDERING,
            })
        .containsExactly(1, 2, 4, 8, 16, 32, 64, 128);
    for (EventPriority priority : EventPriority.values()) {
      assertThat(EventPriority.ofCode(priority.code())).contains(priority);
    }
    assertThat(EventPriority.CRITICAL.code()).isEqualTo(1);
    assertThat(EventPriority.BACKGROUND.code()).isEqualTo(5);
    assertThat(EventPriority.ofCode(0)).isEmpty();
    assertThat(EventPriority.ofCode(6)).isEmpty();
  }
}
