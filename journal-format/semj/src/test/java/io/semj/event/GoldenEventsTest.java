package io.semj.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the events of the golden files say, read as an application reads them. */
class GoldenEventsTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "zlib", "lz4", "zstd"})
  void shouldReadTheContentOfAGoldenEvent(String compression) throws IOException {
    SemanticEvent event = firstBlock(compression).get(2);
    assertThat(event.sequence()).isEqualTo(43);
    assertThat(event.typeCode()).isEqualTo(0x0103);
    assertThat(event.transactionId()).isEqualTo(7_043);
    assertThat(event.path()).isEqualTo("/srv/daten/Übersicht/bericht.txt");
    assertThat(event.metadataText()).isEqualTo("{\"source\":\"golden\",\"version\":\"1.0\"}");
    assertThat(event.payloadText()).hasSize(243).startsWith("payload payload ");
    assertThat(event.causalityLinks())
        .containsExactly(new CausalityLink(42, 43, 2, 80, 1_500, "follows"));
  }

  @Test
  void shouldReadEveryEventOfABlock() throws IOException {
    assertThat(firstBlock("none"))
        .extracting(SemanticEvent::sequence)
        .containsExactly(41L, 42L, 43L);
  }

  private static List<SemanticEvent> firstBlock(String compression) throws IOException {
    List<SemanticEvent> events = new ArrayList<>();
    try (InputStream in =
            GoldenEventsTest.class.getResourceAsStream("/golden/1.0/" + compression + ".semj");
        BlockDecoder decoder = new BlockDecoder()) {
      ByteBuffer file = ByteBuffer.wrap(in.readAllBytes());
      BlockFlyweight block =
          new BlockFlyweight().wrap(new UnsafeBuffer(file), SegmentDescriptor.LENGTH);
      ByteBuffer decoded = decoder.decode(file, SegmentDescriptor.LENGTH, block.blockSize());
      RecordScanner scanner = new RecordScanner().wrap(decoded, block.eventCount(), true);
      while (scanner.next()) {
        events.add(SemanticEvent.copyOf(scanner.buffer(), scanner.offset(), scanner.length()));
      }
    }
    return events;
  }
}
