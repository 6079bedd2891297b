package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.WireType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that the kernel's own structures were read back from. */
class KernelVectorsTest {
  private static final int VECTORS = 18;
  private static final int JOURNAL_HEADER_LENGTH = 52;
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<String> names() {
    return IntStream.range(0, VECTORS).mapToObj(i -> String.format(Locale.ROOT, "event-%03d", i));
  }

  private static byte[] resource(String name) {
    try (InputStream in = KernelVectorsTest.class.getResourceAsStream("/kernel-abi/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SemanticEvent decode(byte[] kernel) {
    return KernelEventCodec.decode(kernel, 0, kernel.length);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldDecodeToTheJson(String name) throws IOException {
    byte[] kernel = resource(name + ".bin");
    SemanticEvent event = decode(kernel);
    JsonNode json = JSON.readTree(resource(name + ".json"));

    assertHeader(event, kernel, json.get("header"));
    assertContext(event, json.get("context"));
    assertThat(HexFormat.of().formatHex(event.payload()))
        .isEqualTo(json.get("payload_hex").textValue());
    assertThat(HexFormat.of().formatHex(event.metadata()))
        .isEqualTo(json.get("metadata_hex").textValue());
    assertThat(event.causalityLinks()).isEqualTo(links(json.get("causality_links")));
  }

  private static void assertHeader(SemanticEvent event, byte[] kernel, JsonNode header) {
    assertThat(header).hasSize(25);
    assertThat(event.eventId()).isEqualTo(u64(header, "event_id"));
    assertThat(event.typeCode()).isEqualTo(u32(header, "event_type"));
    assertThat(event.subtype()).isEqualTo(u32(header, "event_subtype"));
    assertThat(event.timestampNanos()).isEqualTo(u64(header, "timestamp_ns"));
    assertThat(event.kernelSequence()).isEqualTo(u64(header, "sequence"));
    assertThat(event.cpuId()).isEqualTo(u32(header, "cpu_id"));
    assertThat(event.processId()).isEqualTo(u32(header, "process_id"));
    assertThat(event.globalSequence()).isEqualTo(u64(header, "global_sequence"));
    assertThat(event.localSequence()).isEqualTo(u64(header, "local_sequence"));
    assertThat(event.flags()).isEqualTo(u32(header, "event_flags"));
    assertThat(event.priorityCode()).isEqualTo(u32(header, "event_priority"));
    assertThat(event.version()).isEqualTo(u32(header, "event_version"));
    assertThat(event.compressionType()).isEqualTo(u32(header, "compression_type"));
    assertThat(event.encryptionType()).isEqualTo(u32(header, "encryption_type"));
    assertThat(event.parentEventId()).isEqualTo(u64(header, "parent_event_id"));
    assertThat(event.rootCauseEventId()).isEqualTo(u64(header, "root_cause_event_id"));
    assertThat(event.agentVisibilityMask()).isEqualTo(u64(header, "agent_visibility_mask"));
    assertThat(event.agentRelevance()).isEqualTo(u32(header, "agent_relevance_score"));
    assertThat(event.replayPriority()).isEqualTo(u32(header, "replay_priority"));
    assertThat(event.payloadSize()).isEqualTo(u32(header, "payload_size"));
    assertThat(event.metadataSize()).isEqualTo(u32(header, "metadata_size"));
    assertThat(event.linkCount()).isEqualTo(u32(header, "causality_link_count"));
    assertThat(event.checksum()).isEqualTo(u32(header, "checksum"));
    assertThat(kernel).hasSize(u32(header, "event_size"));
    assertThat(ContextField.KERNEL_CONTEXT_LENGTH).isEqualTo(u32(header, "context_size"));
    assertThat(event.sequence()).isZero();
  }

  private static void assertContext(SemanticEvent event, JsonNode context) {
    int present = 0;
    for (ContextField field : ContextField.values()) {
      if (field.inKernel()) {
        JsonNode expected = context.get(field.wireName());
        present++;
        if (field.wireType() == WireType.TEXT) {
          String text = ContextView.text(event.record(), event.bytes(), field);
          assertThat(text).as(field.wireName()).isEqualTo(expected.textValue());
        } else {
          assertThat(ContextView.number(event.record(), field))
              .as(field.wireName())
              .isEqualTo(expected.bigIntegerValue().longValue());
        }
      }
    }
    assertThat(context).hasSize(present);
  }

  private static List<CausalityLink> links(JsonNode json) {
    List<CausalityLink> links = new ArrayList<>();
    for (JsonNode link : json) {
      links.add(
          new CausalityLink(
              u64(link, "cause_event_id"),
              u64(link, "effect_event_id"),
              u32(link, "causality_type"),
              u32(link, "causality_strength"),
              u64(link, "causality_delay_ns"),
              link.get("description").textValue()));
    }
    return links;
  }

  private static long u64(JsonNode node, String name) {
    return node.get(name).bigIntegerValue().longValue();
  }

  private static int u32(JsonNode node, String name) {
    return (int) u64(node, name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldEncodeBackToTheSameBytes(String name) {
    byte[] kernel = resource(name + ".bin");

    assertThat(KernelEventCodec.encode(decode(kernel))).isEqualTo(kernel);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldEncodeBackToTheSameBytesAfterAStayInAJournal(String name) {
    byte[] kernel = resource(name + ".bin");
    byte[] record = decode(kernel).toByteArray();
    SemanticEvent read = SemanticEvent.copyOf(new UnsafeBuffer(record), 0, record.length);

    assertThat(read.kernelViolation()).isNull();
    assertThat(KernelEventCodec.encode(read)).isEqualTo(kernel);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldEncodeBackToTheSameBytesThroughABuilder(String name) {
    byte[] kernel = resource(name + ".bin");
    SemanticEvent event = decode(kernel);
    SemanticEvent rebuilt =
        event.toBuilder()
            .rootCauseEventId(event.rootCauseEventId())
            .identity(
                event.eventId(),
                event.kernelSequence(),
                event.globalSequence(),
                event.localSequence(),
                event.cpuId(),
                event.processId())
            .build();

    assertThat(rebuilt).isEqualTo(event);
    assertThat(KernelEventCodec.encode(rebuilt)).isEqualTo(kernel);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldStoreTheEventInFarFewerBytes(String name) {
    byte[] kernel = resource(name + ".bin");
    SemanticEvent event = decode(kernel);

    assertThat(event.contextSize()).isLessThan(256);
    assertThat(event.length())
        .isEqualTo(kernel.length - ContextField.KERNEL_CONTEXT_LENGTH + 72 + event.contextSize());
  }

  @Test
  void shouldWalkTheJournalEventByEvent() {
    UnsafeBuffer journal = new UnsafeBuffer(resource("kernel-journal.bin"));
    int at = JOURNAL_HEADER_LENGTH;
    int count = 0;
    while (at < journal.capacity()) {
      int available = journal.capacity() - at;
      int size = KernelEventCodec.eventSize(journal, at, available);
      SemanticEvent event = KernelEventCodec.decode(journal, at, available);
      byte[] kernel = new byte[size];
      journal.getBytes(at, kernel);

      assertThat(kernel).isEqualTo(resource(String.format(Locale.ROOT, "event-%03d.bin", count)));
      assertThat(KernelEventCodec.encode(event)).isEqualTo(kernel);
      at += size;
      count++;
    }

    assertThat(count).isEqualTo(VECTORS);
    assertThat(journal.getLong(12, LITTLE_ENDIAN)).isEqualTo(VECTORS);
  }

  @Test
  void shouldLeaveNoFieldOfTheContextUnread() {
    SemanticEvent event = decode(resource("event-004.bin"));
    ContextReader reader = event.context();
    int fields = 0;
    while (reader.next()) {
      assertThat(ContextField.ofId(reader.fieldId()).inKernel()).isTrue();
      fields++;
    }

    assertThat(fields).isEqualTo(7);
  }
}
