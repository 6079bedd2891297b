package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/format.md against the code: its worked example and its tables of types and fields. */
class FormatPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "format.md");

  /** An offset, then bytes in hexadecimal, or zeros and how many; what they mean comes behind. */
  private static final Pattern DUMP_LINE =
      Pattern.compile("^([0-9a-f]{4})  (?:(00) x (\\d+)|((?:[0-9a-f]{2} ?)+))(?:  .*)?$");

  @Test
  void shouldShowTheBytesOfTheGoldenFileInTheWorkedExample() throws IOException {
    assertThat(dumpedBytes()).isEqualTo(golden());
  }

  @Test
  void shouldStillWriteTheWorkedExampleByteForByte() throws IOException {
    assertThat(WorkedExample.encode()).isEqualTo(golden());
  }

  @Test
  void shouldReadTheEventsOfTheWorkedExample() throws IOException {
    byte[] bytes = golden();
    ByteBuffer file = ByteBuffer.allocateDirect(bytes.length).order(LITTLE_ENDIAN).put(0, bytes);
    int position = SegmentDescriptor.LENGTH;
    assertThat(new BlockValidator(1).check(file, position, bytes.length - position))
        .isEqualTo(BlockVerdict.VALID);
    try (BlockDecoder decoder = new BlockDecoder()) {
      ByteBuffer decoded = decoder.decode(file, position, bytes.length - position);
      RecordScanner scanner = new RecordScanner().wrap(decoded, 2, true);
      SemanticEvent created = next(scanner);
      assertThat(created.type()).contains(EventType.FILESYSTEM_CREATE);
      assertThat(created.path()).isEqualTo("/a.txt");
      assertThat(created.payloadText()).isEqualTo("hello");
      SemanticEvent measured = next(scanner);
      assertThat(measured.type()).contains(EventType.OBSERVABILITY_METRIC_COLLECTED);
      assertThat(measured.priority()).isEqualTo(EventPriority.HIGH);
      assertThat(measured.observability().metricName()).contains("load");
      assertThat(measured.observability().metricValue()).hasValue(0.5);
      assertThat(scanner.next()).isFalse();
    }
  }

  @Test
  void shouldListEveryEventType() throws IOException {
    String page = Files.readString(PAGE);
    List<String> rows =
        Arrays.stream(EventType.values())
            .map(t -> String.format(Locale.ROOT, "| `0x%04X` | `%s` |", t.code(), t.wireName()))
            .collect(Collectors.toList());
    assertThat(page).contains(rows);
  }

  @Test
  void shouldListEveryContextField() throws IOException {
    String page = Files.readString(PAGE);
    List<String> rows =
        Arrays.stream(ContextField.values()).map(FormatPageTest::row).collect(Collectors.toList());
    assertThat(page).contains(rows);
  }

  private static String row(ContextField field) {
    String[] types = {null, "u32", "u64", "text", "f64", "bytes"};
    String place = field.inKernel() ? Integer.toString(field.kernelOffset()) : "none";
    String room = field.kernelCapacity() > 0 ? " (" + field.kernelCapacity() + " bytes)" : "";
    return String.format(
        Locale.ROOT,
        "| %d | `%s` | %s | %s%s |",
        field.id(),
        field.wireName(),
        types[field.wireType()],
        place,
        room);
  }

  private static SemanticEvent next(RecordScanner scanner) {
    assertThat(scanner.next()).isTrue();
    return SemanticEvent.copyOf(scanner.buffer(), scanner.offset(), scanner.length());
  }

  private static byte[] dumpedBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher matcher = DUMP_LINE.matcher(line);
      if (matcher.matches()) {
        assertThat(HexFormat.fromHexDigits(matcher.group(1))).as(line).isEqualTo(bytes.size());
        bytes.writeBytes(
            matcher.group(2) != null
                ? new byte[Integer.parseInt(matcher.group(3))]
                : HexFormat.ofDelimiter(" ").parseHex(matcher.group(4).strip()));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = FormatPageTest.class.getResourceAsStream("/golden/1.0/example.semj")) {
      return in.readAllBytes();
    }
  }
}
