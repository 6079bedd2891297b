package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ResourceExhaustedException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.RecordFlyweight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class GroupTotalsTest {
  private static final Aggregation NANOS = Aggregation.by().inBucketsOf(Duration.ofNanos(1));

  private final EventBuilder event = new EventBuilder(EventType.GRAPH_QUERY);
  private final RecordFlyweight record = new RecordFlyweight();

  private RecordFlyweight at(long nanos, String agent) {
    event.reset(EventType.GRAPH_QUERY).timestampNanos(nanos);
    if (!agent.isEmpty()) {
      event.agent(agent, "", 0);
    }
    byte[] bytes = new byte[event.encode()];
    event.image().getBytes(0, bytes);
    return record.wrap(new UnsafeBuffer(bytes), 0);
  }

  private List<String> group(Aggregation aggregation, long nanos) {
    GroupTotals totals = new GroupTotals(aggregation);
    totals.add(at(nanos, ""));
    return totals.groups().get(0).values();
  }

  @Test
  void shouldRefuseMoreGroupsThanItHasRoomFor() {
    GroupTotals totals = new GroupTotals(NANOS);
    for (int i = 0; i < Aggregation.MOST_GROUPS; i++) {
      totals.add(at(i, ""));
    }
    assertThat(totals.groups()).hasSize(Aggregation.MOST_GROUPS);
    assertThatThrownBy(() -> totals.add(at(-1, "")))
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessage("aggregation has too many groups: limit=100000");
  }

  @Test
  void shouldRefuseToCountMoreAgentsThanItHasRoomFor() {
    GroupTotals totals = new GroupTotals(Aggregation.by());
    for (int i = 0; i < Aggregation.MOST_AGENTS; i++) {
      totals.add(at(0, "a" + i));
    }
    assertThat(totals.groups().get(0).distinctAgents()).isEqualTo(Aggregation.MOST_AGENTS);
    totals.add(at(0, "a7"));
    assertThatThrownBy(() -> totals.add(at(0, "one more")))
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessage("aggregation has too many agents in all groups: limit=1000000");
  }

  @Test
  void shouldPartTimesBefore1970AndAtTheEndsOfTime() {
    Aggregation byAll = Aggregation.by(GroupKey.HOUR, GroupKey.DAY, GroupKey.WEEK);
    assertThat(group(byAll, -1))
        .containsExactly("1969-12-31T23:00:00Z", "1969-12-31", "1969-12-29");
    assertThat(group(byAll, 0)).containsExactly("1970-01-01T00:00:00Z", "1970-01-01", "1969-12-29");
    Aggregation fourHours = Aggregation.by().inBucketsOf(Duration.ofHours(4));
    assertThat(group(fourHours, -1)).containsExactly("1969-12-31T20:00:00Z");
    assertThat(group(fourHours, Long.MIN_VALUE)).containsExactly("1677-09-21T00:00:00Z");
    assertThat(group(fourHours, Long.MAX_VALUE)).containsExactly("2262-04-11T20:00:00Z");
    Aggregation century = Aggregation.by().inBucketsOf(Duration.ofDays(36_525));
    assertThat(Instant.parse(group(century, Long.MIN_VALUE).get(0)))
        .isBetween(Instant.parse("1577-01-01T00:00:00Z"), Instant.parse("1677-09-21T00:12:43Z"));
  }

  @Test
  void shouldRefuseBucketsThatPartNothing() {
    for (Duration span :
        List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> Aggregation.by().inBucketsOf(span))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bucket is out of range")
          .hasMessageContaining("actual=" + span);
    }
  }
}
