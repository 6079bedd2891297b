package io.semj.tool.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON of an event. */
class EventJsonTest {
  private final EventJsonReader reader = new EventJsonReader(() -> 42);

  private SemanticEvent read(String line) throws BadEventException {
    return reader.read(line.toCharArray(), 0, line.length());
  }

  private static String write(SemanticEvent event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventJsonWriter writer = new EventJsonWriter(out);
    writer.write(new RecordFlyweight().wrap(event.image(), 0));
    writer.flush();
    return out.toString(UTF_8);
  }

  @Test
  void shouldWriteAllFieldsByTheKernelsNamesInOneLine() throws IOException {
    SemanticEvent event =
        SemanticEvent.builder(EventType.GRAPH_NODE_CREATE)
            .timestampNanos(-7)
            .identity(11, 12, 13, 14, 15, 16)
            .graph(-1L, 0, 3)
            .payload(new byte[] {(byte) 0xFF, 0})
            .metadataText("ü\n")
            .metric("load", 0.0, null)
            .link(1, 2, 3, 4, -5, "so")
            .build();
    assertThat(write(event))
        .isEqualTo(
            "{\"sequence\":0,\"event_id\":11,\"type\":\"graph.node_create\",\"type_code\":513,"
                + "\"timestamp_ns\":-7,\"kernel_sequence\":12,\"event_type\":513,"
                + "\"event_subtype\":0,\"cpu_id\":15,"
                + "\"process_id\":16,\"global_sequence\":13,\"local_sequence\":14,"
                + "\"event_flags\":0,\"event_priority\":3,\"event_size\":"
                + event.length()
                + ",\"context_size\":"
                + event.contextSize()
                + ",\"payload_size\":2,\"metadata_size\":3,\"event_version\":1,\"checksum\":0,"
                + "\"compression_type\":0,\"encryption_type\":0,\"causality_link_count\":1,"
                + "\"parent_event_id\":0,\"root_cause_event_id\":0,"
                + "\"agent_visibility_mask\":18446744073709551615,\"agent_relevance_score\":50,"
                + "\"replay_priority\":0,\"userspace_flags\":0,\"emission_latency_ns\":0,"
                + "\"buffer_position\":0,\"cross_boundary_id\":0,\"processing_timestamp\":0,"
                + "\"persistence_timestamp\":0,\"retry_count\":0,"
                + "\"context\":{\"graph_node_id\":18446744073709551615,\"graph_operation_type\":3,"
                + "\"observability\":{\"metric_name\":\"load\",\"metric_value\":0.0}},"
                + "\"payload_base64\":\"/wA=\",\"metadata\":\"ü\\n\","
                + "\"causality_links\":[{\"cause_event_id\":1,\"effect_event_id\":2,"
                + "\"causality_type\":3,\"causality_strength\":4,\"causality_delay_ns\":-5,"
                + "\"description\":\"so\"}]}\n");
  }

  @Test
  void shouldNeedNothingButTheType() throws BadEventException {
    SemanticEvent event = read("{\"type\":\"vector.search\"}");
    assertThat(event).isEqualTo(SemanticEvent.builder(EventType.VECTOR_SEARCH).build());
    assertThat(read("{\"type\":\"0x8001\"}").typeCode()).isEqualTo(0x8001);
    assertThat(read("{\"type_code\":32769}").typeCode()).isEqualTo(0x8001);
  }

  @Test
  void shouldTakeAPriorityByNameToo() throws BadEventException {
    SemanticEvent event = read("{\"type\":\"vector.search\",\"event_priority\":\"critical\"}");
    assertThat(event.priority()).isEqualTo(EventPriority.CRITICAL);
  }

  @Test
  void shouldLeaveToTheJournalWhatItAssigns() throws BadEventException {
    SemanticEvent event =
        read(
            "{\"type\":\"vector.search\",\"sequence\":9,\"global_sequence\":9,\"checksum\":9,"
                + "\"event_size\":9,\"buffer_position\":9,\"userspace_sequence\":9}");
    assertThat(event).isEqualTo(SemanticEvent.builder(EventType.VECTOR_SEARCH).build());
  }

  @Test
  void shouldKeepTheIdentityOfAnEventThatBringsAnId() throws BadEventException {
    SemanticEvent event = read("{\"type\":\"vector.search\",\"event_id\":7,\"sequence\":9}");
    assertThat(event.eventId()).isEqualTo(7);
    assertThat(event.kernelSequence()).isEqualTo(9);
    assertThat(event.rootCauseEventId()).isEqualTo(7);
    assertThat(event.timestampNanos()).isEqualTo(42);
    assertThat(event.processId()).isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void shouldKeepTextThatIsNoUtf8AndFieldsOfNewerVersions() throws Exception {
    String context =
        "{\"path_base64\":\"/w==\",\"kernel_context_absent\":1,\"unknown_fields_base64\":"
            + "\"HwEHAAAA\"}";
    String line = write(read("{\"type\":\"vector.search\",\"context\":" + context + "}"));
    assertThat(line).contains("\"context\":" + context);
    assertThat(write(read(line.trim()))).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | type is missing",
        "{'type':'no.such'} | type cannot be used: expected=a name such as filesystem.create,",
        "{'type':'vector.search','type_code':1} | type and type_code contradict each other",
        "{'type':'vector.search','x':1} | unknown field: field=x",
        "{'type':'vector.search','context':{'metric_name':''}} | field=context.metric_name",
        "{'type':'vector.search','context':{'observability':{'path':''}}} | field=context.obs",
        "{'type':'vector.search','context':[]} | context cannot be used: expected=an object",
        "{'type':'vector.search','timestamp_ns':'1'} | timestamp_ns cannot be used",
        "{'type':'vector.search','cpu_id':4294967296} | cpu_id cannot be used: expected=0..",
        "{'type':'vector.search','cpu_id':-1} | cpu_id cannot be used: expected=0..4294967295",
        "{'type':'vector.search','parent_event_id':18446744073709551616} | parent_event_id cannot",
        "{'type':'vector.search','event_priority':6} | event_priority cannot be used",
        "{'type':'vector.search','agent_relevance_score':101} | agent_relevance_score cannot",
        "{'type':'vector.search','payload':'','payload_base64':''} | field is there twice",
        "{'type':'vector.search','payload_base64':'?'} | payload_base64 cannot be used",
        "{'type':'vector.search','causality_links':[{'description':'\\u0000'}]} | zero character",
        "{'type':'vector.search','causality_links':[1]} | causality_links[0] cannot be used",
        "{'type':'vector.search'} x | not JSON: ",
        "{'type':'vector.search'} {} | more follows the object: column=",
        "{'type':'vector.search' | not JSON: Unexpected end-of-input",
        "{'type':'vector.search','type':'vector.search'} | Duplicate field 'type'",
        "{'a':{'b':{'c':{'d':{'e':{'f':{'g':{'h':{'i':1}}}}}}}}} | unknown field: field=a",
        "[[[[[[[[[[[[]]]]]]]]]]]] | line is no JSON object",
        "nonsense | not JSON: Unrecognized token"
      })
  void shouldSayInOneLineWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> read(line.replace('\'', '"')))
        .isInstanceOf(BadEventException.class)
        .message()
        .contains(message)
        .doesNotContain("\n");
  }

  @Test
  void shouldRefuseHalfACharacterWhereverTextMayBe() {
    for (String field : List.of("'payload':", "'metadata':", "'context':{'path':")) {
      String end = field.contains("{") ? "}}" : "}";
      String line = "{'type':'vector.search'," + field + "'\\ud83d'" + end;
      assertThatThrownBy(() -> read(line.replace('\'', '"')))
          .isInstanceOf(BadEventException.class)
          .hasMessageContaining("half a surrogate pair: index=0, actual=0xD83D");
    }
  }
}
