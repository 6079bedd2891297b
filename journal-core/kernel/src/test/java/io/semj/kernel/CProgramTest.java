package io.semj.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.event.KernelEventDecoder;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockDescriptor;
import io.semj.format.ContextField;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program in C, with structures of its own, reads what this library writes and the reverse. */
@Timeout(300)
class CProgramTest {
  private static final List<String> COMPILERS = List.of("cc", "gcc", "clang", "tcc");
  private static final int EVENTS = 50;

  @TempDir private Path directory;
  private Path program;

  @BeforeEach
  void compile() throws Exception {
    Path source = directory.resolve("kernel_abi.c");
    try (InputStream in = CProgramTest.class.getResourceAsStream("/kernel_abi.c")) {
      Files.copy(in, source);
    }
    program = directory.resolve("kernel_abi");
    Optional<String> compiler = COMPILERS.stream().filter(CProgramTest::isThere).findFirst();
    assumeTrue(
        compiler.isPresent(), "no C compiler of " + COMPILERS + ", the C program is NOT tested");
    run(compiler.get(), "-std=c11", "-O1", "-o", program.toString(), source.toString());
  }

  private static boolean isThere(String compiler) {
    try {
      return new ProcessBuilder(compiler, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  @Test
  void shouldHaveEveryFieldWhereTheCompilerPutsIt() throws Exception {
    Map<String, String> fields = new HashMap<>();
    for (String line : run(program.toString(), "layout")) {
      fields.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
    }
    for (ContextField field : ContextField.values()) {
      if (field.inKernel()) {
        int size =
            switch (field.wireType()) {
              case WireType.U32 -> 4;
              case WireType.U64 -> 8;
              default -> field.kernelCapacity();
            };
        assertThat(fields)
            .containsEntry("event_context." + field.wireName(), field.kernelOffset() + " " + size);
      }
    }
    assertThat(fields)
        .containsEntry("event_header.event_id", RecordDescriptor.EVENT_ID_OFFSET + " 8")
        .containsEntry("event_header.timestamp_ns", RecordDescriptor.TIMESTAMP_OFFSET + " 8")
        .containsEntry("event_header.sequence", RecordDescriptor.SEQUENCE_OFFSET + " 8")
        .containsEntry("event_header.event_size", RecordDescriptor.EVENT_SIZE_OFFSET + " 4")
        .containsEntry("event_header.checksum", RecordDescriptor.CHECKSUM_OFFSET + " 4")
        .containsEntry(
            "event_header.causality_link_count", RecordDescriptor.LINK_COUNT_OFFSET + " 4")
        .containsEntry(
            "event_header.parent_event_id", RecordDescriptor.PARENT_EVENT_ID_OFFSET + " 8")
        .containsEntry(
            "event_header.replay_priority", RecordDescriptor.REPLAY_PRIORITY_OFFSET + " 4")
        .containsEntry("storage_block_header.block_checksum", "36 4")
        .containsEntry("storage_block_header.last_event_id", "96 8");
    assertThat(BlockDescriptor.HEADER_LENGTH).isEqualTo(104);
  }

  @Test
  void shouldReadWhatTheProgramWritesAndGiveItBackTheSame() throws Exception {
    Path written = directory.resolve("written");
    run(program.toString(), "write", written.toString());
    List<SemanticEvent> events = new ArrayList<>();
    KernelEventDecoder decoder = new KernelEventDecoder();
    try (KernelJournal journal = KernelJournal.open(written).untilEnd()) {
      while (journal.next(decoder)) {
        events.add(decoder.toEvent());
      }
      assertThat(journal.header().orElseThrow().totalEvents()).isEqualTo(EVENTS);
    }
    assertThat(events).hasSize(EVENTS);
    for (int n = 1; n <= EVENTS; n++) {
      assertEvent(events.get(n - 1), n);
    }
    Path back = throughAJournal(written);
    List<String> lines = run(program.toString(), "read", back.toString());
    assertThat(lines.get(0)).isEqualTo("1 3 /srv/é/1");
    assertThat(lines.get(EVENTS)).isEqualTo("events=50 same=50");
    assertThat(back).hasSameBinaryContentAs(written);
  }

  private static void assertEvent(SemanticEvent event, int n) {
    assertThat(event.eventId()).isEqualTo(n);
    assertThat(event.typeCode()).isEqualTo(0x0100 + n);
    assertThat(event.subtype()).isEqualTo(n + 1);
    assertThat(event.timestampNanos()).isEqualTo(1_000_000L * n);
    assertThat(event.kernelSequence()).isEqualTo(3L * n);
    assertThat(event.cpuId()).isEqualTo(n + 2);
    assertThat(event.processId()).isEqualTo(n + 3);
    assertThat(event.globalSequence()).isEqualTo(~(long) n);
    assertThat(event.localSequence()).isEqualTo(n + 4);
    assertThat(event.flags()).isEqualTo(~n);
    assertThat(event.priorityCode()).isEqualTo(1 + n % 5);
    assertThat(event.parentEventId()).isEqualTo(n - 1);
    assertThat(event.rootCauseEventId()).isEqualTo(n);
    assertThat(event.agentRelevance()).isEqualTo(n % 101);
    assertThat(event.replayPriority()).isEqualTo(n + 5);
    assertThat(event.transactionId()).isEqualTo(n + 6);
    assertThat(event.sessionId()).isEqualTo(n + 7);
    assertThat(event.causalityChainId()).isEqualTo(n + 8);
    assertThat(event.path()).isEqualTo("/srv/é/" + n);
    assertThat(event.filesystem().inodeNumber()).isEqualTo(n + 9);
    assertThat(event.graph().edgeId()).isEqualTo(n + 12);
    assertThat(event.vector().elementType()).isEqualTo(n + 16);
    assertThat(event.agent().intent()).isEqualTo("intent-" + n);
    assertThat(event.system().memoryUsage()).isEqualTo(n + 18);
    assertThat(event.tags()).isEqualTo("{\"n\":" + n + "}");
    assertThat(event.semantic().confidence()).isEqualTo((n + 1) % 101);
    assertThat(event.payloadSize()).isEqualTo(n * 37 % 3000);
    assertThat(event.metadataSize()).isEqualTo(n * 11 % 200);
    assertThat(event.causalityLinks()).hasSize(n % 5);
    if (n % 5 > 1) {
      assertThat(event.causalityLinks().get(1).description()).isEqualTo("link-1");
      assertThat(event.causalityLinks().get(1).delayNanos()).isEqualTo(-1);
    }
  }

  private Path throughAJournal(Path kernel) {
    Path place = directory.resolve("journal");
    KernelBridgeConfig config = KernelBridgeConfig.builder().source(kernel).build();
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(place).build());
        KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(config, journal)) {
      assertThat(bridge.syncWithKernel().imported()).isEqualTo(EVENTS);
    }
    Path back = directory.resolve("back");
    KernelExporter exporter =
        new KernelExporter(KernelOverflow.REFUSE, record -> true, (sequence, reason) -> {});
    try (JournalReader reader = JournalReader.open(place, 1);
        KernelJournalWriter writer = KernelJournalWriter.create(back)) {
      exporter.run(reader, Long.MAX_VALUE, writer, 0);
      writer.force();
    }
    return back;
  }
}
