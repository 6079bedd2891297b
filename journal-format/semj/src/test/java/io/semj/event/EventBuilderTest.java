package io.semj.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventBuilderTest {
  @Test
  void shouldGiveBackWhatWasSet() {
    SemanticEvent event =
        SemanticEvent.builder(EventType.FILESYSTEM_WRITE)
            .subtype(7)
            .timestampNanos(-5)
            .flags(0x8000_0001)
            .priority(EventPriority.HIGH)
            .filesystem("/tmp/données", -1L, 0x8000)
            .semantic("{}", "store", 100)
            .payloadText("päyload")
            .metadata(new byte[] {1, 2, 3})
            .link(1, 2, 3, 4, 5, "→")
            .build();

    assertThat(event.type()).contains(EventType.FILESYSTEM_WRITE);
    assertThat(event.subtype()).isEqualTo(7);
    assertThat(event.timestampNanos()).isEqualTo(-5);
    assertThat(event.flags()).isEqualTo(0x8000_0001);
    assertThat(event.priority()).isEqualTo(EventPriority.HIGH);
    assertThat(event.filesystem()).isEqualTo(new FilesystemContext("/tmp/données", -1L, 0x8000));
    assertThat(event.semantic()).isEqualTo(new SemanticContext("{}", "store", 100));
    assertThat(event.payload()).isEqualTo("päyload".getBytes(UTF_8));
    assertThat(event.metadata()).containsExactly(1, 2, 3);
    assertThat(event.causalityLinks()).containsExactly(new CausalityLink(1, 2, 3, 4, 5, "→"));
    assertThat(event.kernelViolation()).isNull();
    assertThat(event.toBuilder().build()).isEqualTo(event);
  }
}
