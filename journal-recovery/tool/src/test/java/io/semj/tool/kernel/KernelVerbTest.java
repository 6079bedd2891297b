package io.semj.tool.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Command;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import io.semj.format.KernelJournalHeader;
import io.semj.tool.ExitCode;
import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
class KernelVerbTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  static Stream<String> names() {
    return IntStream.range(0, 18).mapToObj(i -> String.format(Locale.ROOT, "event-%03d", i));
  }

  private static byte[] resource(String name) {
    try (InputStream in = KernelVerbTest.class.getResourceAsStream("/kernel-abi/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private Path journal() throws IOException {
    return file("kernel-journal.bin", resource("kernel-journal.bin"));
  }

  private static void assertRefused(Run run, int code, String... words) {
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).startsWith("semj: ").contains(words);
    assertThat(run.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldDecodeAVectorToItsJsonAndEncodeItBack(String name) throws IOException {
    Path bin = file(name + ".bin", resource(name + ".bin"));
    Path json = file(name + ".json", resource(name + ".json"));
    Run decoded = Run.of("kernel", "decode", bin);

    assertThat(decoded.code()).isZero();
    assertThat(decoded.lines()).hasSize(1);
    JsonNode expected = JSON.readTree(resource(name + ".json"));
    JsonNode actual = JSON.readTree(decoded.out());
    assertThat(actual).isEqualTo(expected);
    assertThat(names(actual)).isEqualTo(names(expected));

    Path out = directory.resolve("out.bin");
    assertThat(Run.of("kernel", "encode", json, out).code()).isZero();
    assertThat(out).hasBinaryContent(resource(name + ".bin"));
    Path again = file("again.json", decoded.out().getBytes(UTF_8));
    assertThat(Run.of("kernel", "encode", again, out).code()).isZero();
    assertThat(out).hasBinaryContent(resource(name + ".bin"));
  }

  private static List<String> names(JsonNode event) {
    return Stream.of(event, event.get("header"), event.get("context"))
        .flatMap(
            node -> {
              List<String> names = new ArrayList<>();
              node.fieldNames().forEachRemaining(names::add);
              return names.stream();
            })
        .toList();
  }

  @Test
  void shouldDecodeAJournalAndEncodeItBackToTheSameFile() throws IOException {
    Run decoded = Run.of("kernel", "decode", journal());
    assertThat(decoded.lines()).hasSize(18);
    Path json = file("all.json", decoded.out().getBytes(UTF_8));
    Path out = directory.resolve("out.bin");

    assertThat(Run.of("kernel", "encode", "--journal", json, out).code()).isZero();
    assertThat(out).hasSameBinaryContentAs(journal());
    String array = "[" + String.join(",", decoded.lines()) + "]";
    Path listed = file("list.json", array.getBytes(UTF_8));
    assertThat(Run.of("kernel", "encode", listed, out).code()).isZero();
    assertThat(Files.size(out)).isEqualTo(109_218 - 52);
  }

  @Test
  void shouldExportWhatItImportedByteForByte() throws IOException {
    Path place = directory.resolve("journal");
    Run imported = Run.of("kernel", "import", journal(), place);
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("imported 18 events");
    assertThat(Run.of("kernel", "import", journal(), place).out()).contains("imported 0 events");
    Path out = directory.resolve("out.bin");

    assertThat(Run.of("kernel", "export", place, out).code()).isZero();
    assertThat(out).hasSameBinaryContentAs(journal());
    assertThat(Run.of("verify", place).code()).isZero();
    assertThat(Run.of("cat", "--json", "--limit", "1", place).out())
        .contains("\"kernel_sequence\":3000", "\"userspace_flags\":256", "kernel_clock_offset");
  }

  @Test
  void shouldKeepTimesAsTheyAreOrAddWhatIsGiven() throws IOException {
    for (String offset : List.of("0", "1000", "-5")) {
      Path place = directory.resolve("journal" + offset);
      Path out = directory.resolve("out" + offset);
      Run.of("kernel", "import", "--clock-offset", offset, journal(), place);
      long expected = 547_758_305_223_064_949L + Long.parseLong(offset);
      assertThat(Run.of("cat", "--json", "--limit", "1", place).out())
          .contains("\"timestamp_ns\":" + expected);
      Run.of("kernel", "export", place, out);
      assertThat(out).hasSameBinaryContentAs(journal());
    }
  }

  @Test
  void shouldExportUserspaceEventsAndThoseOnlyThatAreFlagged() {
    Path place = directory.resolve("journal");
    try (SemanticJournal journal = Journals.open(place)) {
      journal.emitEvent(SemanticEvent.builder(EventType.SYSTEM_SYNC).payloadText("plain"));
      journal.emitEvent(
          SemanticEvent.builder(EventType.SYSTEM_SYNC)
              .userspaceFlags(UserspaceFlags.REQUIRES_KERNEL_SYNC)
              .payloadText("flagged"));
    }
    Path out = directory.resolve("out");
    assertThat(Run.of("kernel", "export", place, out).out()).contains("exported 2 events");
    assertThat(Run.of("kernel", "decode", out).lines()).hasSize(2);
    assertThat(Run.of("kernel", "export", "--flagged", place, out).out()).contains("exported 1");
    assertThat(Run.of("kernel", "decode", out).out()).contains("666c6167676564");
  }

  @Test
  void shouldRefuseToExportWhatTheKernelCannotHoldUnlessItIsCarried() {
    Path place = directory.resolve("journal");
    try (SemanticJournal journal = Journals.open(place)) {
      journal.emitEvent(SemanticEvent.builder(EventType.SYSTEM_SYNC).metric("load", 1.0, "x"));
    }
    Path out = directory.resolve("out");
    assertRefused(
        Run.of("kernel", "export", place, out),
        ExitCode.BAD_INPUT,
        "sequence=1",
        "field=metric_name");
    assertThat(out).doesNotExist();
    assertThat(Run.of("kernel", "export", "--carry", place, out).code()).isZero();
    Path back = directory.resolve("back");
    assertThat(Run.of("kernel", "import", "--carry", out, back).code()).isZero();
    assertThat(Run.of("cat", "--json", back).out()).contains("\"metric_name\":\"load\"");
  }

  @Test
  void shouldRefuseMalformedEventsWithPlaceAndReasonAndSkipThemWhenAsked() throws IOException {
    byte[] bytes = resource("kernel-journal.bin");
    bytes[52 + 11_556 + 200] ^= 1;
    Path damaged = file("damaged.bin", bytes);
    Run decoded = Run.of("kernel", "decode", damaged);
    assertRefused(decoded, ExitCode.DAMAGED, "position=" + (52 + 11_556), "checksum", "offset=84");
    assertThat(decoded.lines()).hasSize(1);
    Run skipped = Run.of("kernel", "decode", "--skip-bad", damaged);
    assertRefused(skipped, ExitCode.DAMAGED, "passed over 5924 bytes");
    assertThat(skipped.lines()).hasSize(17);

    Path place = directory.resolve("journal");
    assertRefused(Run.of("kernel", "import", damaged, place), ExitCode.DAMAGED, "checksum");
    assertThat(Run.of("cat", "--json", place).lines()).hasSize(1);
    Run rest = Run.of("kernel", "import", "--skip-bad", damaged, place);
    assertThat(rest.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(rest.out()).contains("imported 16 events");
  }

  @Test
  void shouldRefuseATruncatedTail() throws IOException {
    byte[] bytes = resource("event-004.bin");
    Path cut = file("cut.bin", Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(
        Run.of("kernel", "decode", cut),
        ExitCode.DAMAGED,
        "cut short",
        "expected=5412",
        "actual=5411");
    Path head = file("head.bin", Arrays.copyOf(bytes, 100));
    assertRefused(Run.of("kernel", "decode", head), ExitCode.DAMAGED, "cut short", "expected=132");
  }

  @Test
  void shouldSayWhatAKernelJournalIs() throws IOException {
    Run info = Run.of("kernel", "info", journal());
    assertThat(info.code()).isZero();
    assertThat(info.out())
        .contains("version        1.0", "total_events   18", "next_event_id  1018")
        .contains("events         18", "sequences      3000 to 3051", "malformed      none");
    Run events = Run.of("kernel", "info", file("e.bin", resource("event-004.bin")));
    assertThat(events.out()).contains("header         none, events alone", "events         1");
  }

  @Test
  void shouldRefuseWhatIsNoKernelJournal() throws IOException {
    Path place = Journals.filled(directory.resolve("journal"), 3);
    Path segment = place.resolve("00000000000000000001.semj");
    assertRefused(
        Run.of("kernel", "info", segment), ExitCode.BAD_INPUT, "segment of a userspace journal");
    assertRefused(
        Run.of("kernel", "decode", directory.resolve("none")),
        ExitCode.BAD_INPUT,
        "no kernel journal");
    assertRefused(
        Run.of("kernel", "decode", file("text", "x".repeat(500).getBytes(UTF_8))),
        ExitCode.BAD_INPUT,
        "not a SEMJ journal file");
    Path target = directory.resolve("target");
    assertRefused(
        Run.of("kernel", "import", segment, target), ExitCode.BAD_INPUT, "userspace journal");
    assertThat(target).doesNotExist();
    assertRefused(
        Run.of("kernel", "export", directory.resolve("none"), target), ExitCode.BAD_INPUT, "none");
    assertRefused(Run.of("kernel", "decode"), ExitCode.BAD_INPUT, "FROM");
    assertRefused(Run.of("kernel", "encode", segment), ExitCode.BAD_INPUT, "missing");
    assertRefused(
        Run.of("kernel", "decode", "--carry", segment), ExitCode.BAD_INPUT, "--carry is of no use");
  }

  @Test
  void shouldRefuseJsonThatIsNoEvent() throws IOException {
    String[][] cases = {
      {"{", "not JSON"},
      {"7", "an object"},
      {"{\"header\":{\"event_id\":-1}}", "header.event_id"},
      {"{\"header\":{\"event_id\":18446744073709551616}}", "header.event_id"},
      {"{\"header\":{\"cpu_id\":4294967296}}", "header.cpu_id"},
      {"{\"header\":{\"event_version\":2}}", "event_version"},
      {"{\"header\":{\"payload_size\":1}}", "header.payload_size"},
      {"{\"header\":{\"checksum\":1}}", "header.checksum"},
      {"{\"header\":{\"x\":1}}", "unknown field: field=header.x"},
      {"{\"context\":{\"path\":\"" + "p".repeat(4_096) + "\"}}", "context.path is too long"},
      {"{\"context\":{\"path\":\"a\\u0000b\"}}", "zero character"},
      {"{\"context\":{\"path\":\"\\ud800\"}}", "surrogate"},
      {"{\"payload_hex\":\"0\"}", "not hexadecimal"},
      {"{\"payload_hex\":\"" + "00".repeat(65_537) + "\"}", "limit=65536"},
      {"{\"metadata_hex\":\"" + "00".repeat(2_049) + "\"}", "limit=2048"},
      {"{\"causality_links\":[" + "{},".repeat(299) + "{}]}", "limit=256, actual=300"},
      {"{\"causality_links\":[{\"description\":\"" + "d".repeat(128) + "\"}]}", "limit=127"},
    };
    Path out = directory.resolve("out");
    for (String[] each : cases) {
      Path json = file("bad.json", each[0].getBytes(UTF_8));
      assertRefused(Run.of("kernel", "encode", json, out), ExitCode.BAD_INPUT, each[1], "event 1");
      assertThat(out).doesNotExist();
    }
  }

  @Test
  void shouldKeepTheLargestNumbersAndTexts() throws IOException {
    String max = "18446744073709551615";
    String json =
        "{\"header\":{\"event_id\":"
            + max
            + ",\"event_type\":4294967295,\"timestamp_ns\":-9223372036854775808,\"sequence\":"
            + max
            + ",\"event_flags\":4294967295,\"agent_relevance_score\":4294967295},"
            + "\"context\":{\"transaction_id\":"
            + max
            + ",\"path\":\""
            + "é".repeat(2_047)
            + "x\",\"agent_id\":\""
            + "a".repeat(63)
            + "\"},\"payload_hex\":\""
            + "AB".repeat(65_536)
            + "\",\"metadata_hex\":\""
            + "cd".repeat(2_048)
            + "\",\"causality_links\":["
            + "{\"causality_delay_ns\":-1},".repeat(255)
            + "{\"description\":\""
            + "デ".repeat(42)
            + "x\"}]}";
    Path out = directory.resolve("out");
    Run encoded = Run.of("kernel", "encode", file("max.json", json.getBytes(UTF_8)), out);
    assertThat(encoded.code()).as(encoded.err()).isZero();
    assertThat(Files.size(out)).isEqualTo(113_956);
    JsonNode event = JSON.readTree(Run.of("kernel", "decode", out).out());
    assertThat(event.at("/header/event_id").asText()).isEqualTo(max);
    assertThat(event.at("/header/timestamp_ns").longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(event.at("/context/path").textValue()).hasSize(2_048);
    assertThat(event.at("/causality_links/255/description").textValue()).endsWith("デx");
    Path place = directory.resolve("journal");
    assertThat(Run.of("kernel", "import", out, place).code()).isZero();
    Path back = directory.resolve("back");
    Run.of("kernel", "export", place, back);
    byte[] bytes = Files.readAllBytes(back);
    assertThat(Arrays.copyOfRange(bytes, 52, bytes.length)).isEqualTo(Files.readAllBytes(out));
  }

  @Test
  void shouldKeepAnEventWithoutAContextAsItIs() throws IOException {
    Path json =
        file("a.json", "{\"header\":{\"event_type\":7,\"context_size\":0}}".getBytes(UTF_8));
    Path out = directory.resolve("out");
    assertThat(Run.of("kernel", "encode", json, out).code()).isZero();
    assertThat(Files.size(out)).isEqualTo(132);
    Path again = file("b.json", Run.of("kernel", "decode", out).out().getBytes(UTF_8));
    Path second = directory.resolve("second");
    Run.of("kernel", "encode", again, second);
    assertThat(second).hasSameBinaryContentAs(out);
  }

  @Test
  void shouldTakeAnEmptyKernelJournal() throws IOException {
    Path empty = file("empty", KernelJournalHeader.of(0, 1, 52).encode());
    Path place = directory.resolve("journal");
    assertThat(Run.of("kernel", "import", empty, place).out()).contains("imported 0 events");
    assertThat(Run.of("kernel", "decode", empty).out()).isEmpty();
    Path out = directory.resolve("out");
    assertThat(Run.of("kernel", "export", place, out).code()).isZero();
    assertThat(out).hasSameBinaryContentAs(empty);
  }

  @Test
  void shouldTakeAPipeForADevice() throws Exception {
    Path pipe = directory.resolve("pipe");
    Command.require("mkfifo", pipe.toString());
    assertThat(whileWritten(pipe, "kernel", "decode", pipe).lines()).hasSize(18);
    Path place = directory.resolve("journal");
    assertThat(whileWritten(pipe, "kernel", "import", pipe, place).out())
        .contains("imported 18 events");
    assertThat(whileWritten(pipe, "kernel", "import", pipe, place).out())
        .contains("imported 0 events");
    assertThat(whileWritten(pipe, "kernel", "info", pipe).out()).contains("device or pipe");
  }

  private static Run whileWritten(Path pipe, Object... words) throws InterruptedException {
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.write(pipe, resource("kernel-journal.bin"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    Run run = Run.of(words);
    writer.join();
    return run;
  }
}
