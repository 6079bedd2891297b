package io.semj.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.format.RecordFlyweight;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordKeysTest {
  private static Set<Long> keysOf(EventBuilder event, KeyExtractor extractor) {
    Set<Long> keys = new HashSet<>();
    event.encode();
    new RecordKeys(extractor)
        .extract(new RecordFlyweight().wrap(event.image(), 0), key -> keys.add(key));
    return keys;
  }

  private static Set<Long> keysOf(EventBuilder event) {
    return keysOf(event, KeyExtractor.NONE);
  }

  @Test
  void shouldGiveTypeCategoryPriorityAndFlags() {
    Set<Long> keys =
        keysOf(
            new EventBuilder(EventType.FILESYSTEM_CREATE)
                .priority(EventPriority.HIGH)
                .flags(0x05)
                .userspaceFlags(0x80));

    assertThat(keys)
        .contains(
            IndexKey.of(KeyKind.TYPE, EventType.FILESYSTEM_CREATE.code()),
            IndexKey.of(KeyKind.CATEGORY, 0x0100),
            IndexKey.of(KeyKind.PRIORITY, EventPriority.HIGH.code()),
            IndexKey.of(KeyKind.EVENT_FLAG, 0),
            IndexKey.of(KeyKind.EVENT_FLAG, 2),
            IndexKey.of(KeyKind.USERSPACE_FLAG, 7))
        .doesNotContain(IndexKey.of(KeyKind.EVENT_FLAG, 1));
  }

  @Test
  void shouldGiveThePathAndEveryPathAboveIt() {
    Set<Long> keys = keysOf(new EventBuilder(EventType.FILESYSTEM_CREATE).path("/a/bc/d.txt"));

    assertThat(keys)
        .contains(
            IndexKey.of(KeyKind.PATH, "/a/bc/d.txt"),
            IndexKey.of(KeyKind.PATH_PREFIX, "/a"),
            IndexKey.of(KeyKind.PATH_PREFIX, "/a/bc"))
        .doesNotContain(
            IndexKey.of(KeyKind.PATH_PREFIX, "/a/b"),
            IndexKey.of(KeyKind.PATH_PREFIX, "/a/bc/d.txt"));
  }

  @Test
  void shouldGiveTransactionSessionChainAgentAndTags() {
    Set<Long> keys =
        keysOf(
            new EventBuilder(EventType.FILESYSTEM_CREATE)
                .transactionId(11)
                .sessionId(12)
                .causalityChainId(-13)
                .agent("bot-é", "", 0)
                .tags("[\"red\", \"new york\"]"));

    assertThat(keys)
        .contains(
            IndexKey.of(KeyKind.TRANSACTION, 11),
            IndexKey.of(KeyKind.SESSION, 12),
            IndexKey.of(KeyKind.CAUSALITY_CHAIN, -13),
            IndexKey.of(KeyKind.AGENT, "bot-é"),
            IndexKey.of(KeyKind.TAG, "red"),
            IndexKey.of(KeyKind.TAG, "new"),
            IndexKey.of(KeyKind.TAG, "york"))
        .doesNotContain(IndexKey.of(KeyKind.SESSION, 11));
  }

  @Test
  void shouldGiveTheCausesAndEffectsThatAnEventNames() {
    Set<Long> keys =
        keysOf(
            new EventBuilder(EventType.FILESYSTEM_CREATE)
                .parentEventId(21)
                .rootCauseEventId(22)
                .link(23, 24, 1, 100, 0, ""));

    assertThat(keys)
        .contains(
            IndexKey.of(KeyKind.CAUSE, 21),
            IndexKey.of(KeyKind.CAUSE, 22),
            IndexKey.of(KeyKind.CAUSE, 23),
            IndexKey.effect(24))
        .doesNotContain(IndexKey.of(KeyKind.CAUSE, 24));
  }

  @Test
  void shouldGiveTheApplicationsOwnKeys() {
    KeyExtractor byPayloadSize =
        (record, sink) -> {
          sink.add(IndexKey.user("size", record.payloadSize()));
          sink.add(IndexKey.user("shape", "round"));
        };

    assertThat(
            keysOf(
                new EventBuilder(EventType.FILESYSTEM_CREATE).payload(new byte[5]), byPayloadSize))
        .contains(IndexKey.user("size", 5), IndexKey.user("shape", "round"))
        .doesNotContain(IndexKey.user("shape", 5), IndexKey.user("size", 6));
  }

  @Test
  void shouldGiveWhatTheHeadSaysOfARecordWithAnUnreadableContext() {
    EventBuilder event = new EventBuilder(EventType.FILESYSTEM_CREATE).transactionId(5);
    event.encode();
    byte[] bytes = new byte[event.encode()];
    event.image().getBytes(0, bytes);
    bytes[204] = (byte) 200; // The field's id becomes one whose value does not fit.
    bytes[205] = 9;
    Set<Long> keys = new HashSet<>();

    new RecordKeys(KeyExtractor.NONE)
        .extract(
            new RecordFlyweight().wrap(new org.agrona.concurrent.UnsafeBuffer(bytes), 0),
            key -> keys.add(key));

    assertThat(keys).contains(IndexKey.of(KeyKind.TYPE, EventType.FILESYSTEM_CREATE.code()));
  }
}
