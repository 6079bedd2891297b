package io.semj.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.SerializationException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EventBuilderTest {
  private static EventBuilder event() {
    return SemanticEvent.builder(EventType.FILESYSTEM_WRITE);
  }

  /** Sets everything there is, each time to other values. */
  static EventBuilder fill(EventBuilder builder, Random random) {
    String text = "t".repeat(random.nextInt(40)) + (random.nextBoolean() ? "é→😀" : "");
    builder
        .subtype(random.nextInt())
        .timestampNanos(random.nextLong())
        .flags(random.nextInt())
        .priority(EventPriority.ofCode(1 + random.nextInt(5)).orElseThrow())
        .parentEventId(random.nextLong())
        .rootCauseEventId(random.nextLong())
        .agentVisibilityMask(random.nextLong())
        .agentRelevance(random.nextInt(101))
        .replayPriority(random.nextInt())
        .userspaceFlags(random.nextInt() & ~UserspaceFlags.FROM_KERNEL)
        .crossBoundaryId(random.nextLong())
        .identity(
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            random.nextInt(),
            random.nextInt());
    builder
        .transactionId(random.nextLong())
        .sessionId(random.nextLong())
        .causalityChainId(random.nextLong())
        .filesystem("/" + text, random.nextLong(), random.nextInt())
        .graph(random.nextLong(), random.nextLong(), random.nextInt())
        .vector(random.nextLong(), random.nextInt(), random.nextInt())
        .agent(text, text + "!", random.nextInt(101))
        .system(random.nextInt(), random.nextLong(), random.nextInt())
        .semantic(text, text + "?", random.nextInt(101));
    builder
        .metric(text, random.nextDouble(), text)
        .log("info", text)
        .trace(text, "span", text)
        .service(text)
        .operation(text)
        .resourceType(text)
        .threshold(random.nextDouble())
        .alertSeverity(text);
    byte[] bytes = new byte[random.nextInt(3_000)];
    random.nextBytes(bytes);
    builder.payload(bytes).metadataText(text + "m");
    for (int i = random.nextInt(4); i >= 0; i--) {
      builder.link(random.nextLong(), random.nextLong(), 1, 2, random.nextLong(), "l" + i);
    }
    return builder;
  }

  @Test
  void shouldGiveBackWhatWasSet() {
    SemanticEvent event =
        event()
            .subtype(7)
            .timestampNanos(-5)
            .flags(0x8000_0001)
            .priority(EventPriority.HIGH)
            .parentEventId(11)
            .rootCauseEventId(12)
            .agentVisibilityMask(13)
            .agentRelevance(14)
            .replayPriority(15)
            .userspaceFlags(UserspaceFlags.REQUIRES_ORDERING)
            .crossBoundaryId(16)
            .transactionId(17)
            .sessionId(18)
            .causalityChainId(-19)
            .filesystem("/tmp/données", -1L, 0x8000)
            .graph(20, 21, 22)
            .vector(23, -24, 25)
            .agent("agent", "intent", 26)
            .system(27, 28, 29)
            .semantic("{}", "store", 100)
            .payloadText("päyload")
            .metadata(new byte[] {1, 2, 3})
            .link(1, 2, 3, 4, -5, "→")
            .build();

    assertThat(event.type()).contains(EventType.FILESYSTEM_WRITE);
    assertThat(event.category()).contains(EventCategory.FILESYSTEM);
    assertThat(event.subtype()).isEqualTo(7);
    assertThat(event.timestampNanos()).isEqualTo(-5);
    assertThat(event.flags()).isEqualTo(0x8000_0001);
    assertThat(event.priority()).isEqualTo(EventPriority.HIGH);
    assertThat(event.parentEventId()).isEqualTo(11);
    assertThat(event.rootCauseEventId()).isEqualTo(12);
    assertThat(event.agentVisibilityMask()).isEqualTo(13);
    assertThat(event.agentRelevance()).isEqualTo(14);
    assertThat(event.replayPriority()).isEqualTo(15);
    assertThat(event.userspaceFlags()).isEqualTo(128);
    assertThat(event.crossBoundaryId()).isEqualTo(16);
    assertThat(event.transactionId()).isEqualTo(17);
    assertThat(event.sessionId()).isEqualTo(18);
    assertThat(event.causalityChainId()).isEqualTo(-19);
    assertThat(event.filesystem()).isEqualTo(new FilesystemContext("/tmp/données", -1L, 0x8000));
    assertThat(event.graph()).isEqualTo(new GraphContext(20, 21, 22));
    assertThat(event.vector()).isEqualTo(new VectorContext(23, -24, 25));
    assertThat(event.agent()).isEqualTo(new AgentContext("agent", "intent", 26));
    assertThat(event.system()).isEqualTo(new SystemContext(27, 28, 29));
    assertThat(event.semantic()).isEqualTo(new SemanticContext("{}", "store", 100));
    assertThat(event.payload()).isEqualTo("päyload".getBytes(UTF_8));
    assertThat(event.metadata()).containsExactly(1, 2, 3);
    assertThat(event.causalityLinks()).containsExactly(new CausalityLink(1, 2, 3, 4, -5, "→"));
    assertThat(event.kernelViolation()).isNull();
  }

  @Test
  void shouldHaveTheKernelsDefaults() {
    SemanticEvent event = event().build();

    assertThat(event.priority()).isEqualTo(EventPriority.NORMAL);
    assertThat(event.agentVisibilityMask()).isEqualTo(-1L);
    assertThat(event.agentRelevance()).isEqualTo(50);
    assertThat(event.version()).isEqualTo(1);
    assertThat(event.rootCauseEventId()).isZero();
    assertThat(event.length()).isEqualTo(204);
    assertThat(event.path()).isEmpty();
    assertThat(event.observability().isEmpty()).isTrue();
  }

  @Test
  void shouldTakeTheContextsAsValues() {
    SemanticEvent event =
        event()
            .filesystem(new FilesystemContext("/a", 1, 2))
            .graph(new GraphContext(3, 4, 5))
            .vector(new VectorContext(6, 7, 8))
            .agent(new AgentContext("a", "b", 9))
            .system(new SystemContext(10, 11, 12))
            .semantic(new SemanticContext("c", "d", 13))
            .link(new CausalityLink(1, 2, 3, 4, 5, "e"))
            .build();

    assertThat(event.toBuilder().build()).isEqualTo(event);
    assertThat(event.filesystem()).isEqualTo(new FilesystemContext("/a", 1, 2));
    assertThat(event.graph()).isEqualTo(new GraphContext(3, 4, 5));
    assertThat(event.vector()).isEqualTo(new VectorContext(6, 7, 8));
    assertThat(event.agent()).isEqualTo(new AgentContext("a", "b", 9));
    assertThat(event.system()).isEqualTo(new SystemContext(10, 11, 12));
    assertThat(event.semantic()).isEqualTo(new SemanticContext("c", "d", 13));
  }

  @Test
  void shouldTakeBytesFromAnyKindOfSource() {
    byte[] bytes = {9, 1, 2, 3, 9};
    byte[] expected = {1, 2, 3};
    ByteBuffer heap = ByteBuffer.wrap(bytes, 1, 3);
    ByteBuffer direct = ByteBuffer.allocateDirect(5).put(bytes).position(1).limit(4);
    List<UnaryOperator<EventBuilder>> sources = sources(bytes, heap, direct);

    for (UnaryOperator<EventBuilder> source : sources) {
      SemanticEvent event = source.apply(event()).build();
      assertThat(event.payload()).isEqualTo(expected);
      assertThat(event.metadata()).isEqualTo(expected);
      assertThat(event.payloadBuffer()).isEqualTo(ByteBuffer.wrap(expected));
      assertThat(event.metadataBuffer().isReadOnly()).isTrue();
    }
    assertThat(heap.position()).isEqualTo(1);
    assertThat(direct.position()).isEqualTo(1);
  }

  private static List<UnaryOperator<EventBuilder>> sources(
      byte[] bytes, ByteBuffer heap, ByteBuffer direct) {
    UnsafeBuffer agrona = new UnsafeBuffer(bytes);
    return List.of(
        b -> b.payload(bytes, 1, 3).metadata(bytes, 1, 3),
        b -> b.payload(new byte[] {1, 2, 3}).metadata(new byte[] {1, 2, 3}),
        b -> b.payload(heap).metadata(heap),
        b -> b.payload(direct).metadata(direct.asReadOnlyBuffer()),
        b -> b.payload(agrona, 1, 3).metadata(agrona, 1, 3),
        b -> b.payloadText("\1\2\3").metadataText(CharBuffer.wrap("\1\2\3")));
  }

  @Test
  void shouldLeaveNoResidueOfThePreviousEvent() {
    long seed = 20_260_102;
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    EventBuilder reused = event();
    SemanticEvent bare = SemanticEvent.builder(EventType.GRAPH_QUERY).build();
    for (int i = 0; i < 300; i++) {
      long round = random.nextLong();
      SemanticEvent fresh = fill(SemanticEvent.builder(0x8001), new Random(round)).build();

      assertThat(fill(reused.reset(0x8001), new Random(round)).build()).isEqualTo(fresh);
      assertThat(reused.reset(EventType.GRAPH_QUERY).build()).isEqualTo(bare);
      assertThat(reused.kernelViolation()).isNull();
    }
  }

  @Test
  void shouldTellThatItsHeadIsUsualUntilSomethingElseIsSet() {
    EventBuilder usual =
        event().subtype(1).timestampNanos(2).flags(3).priority(EventPriority.HIGH).path("/a");
    assertThat(usual.payloadText("p").metadataText("m").hasUsualHead()).isTrue();
    assertThat(usual.build().hasUsualHead()).isTrue();
    List<UnaryOperator<EventBuilder>> others =
        List.of(
            b -> b.parentEventId(1),
            b -> b.rootCauseEventId(1),
            b -> b.agentVisibilityMask(1),
            b -> b.agentRelevance(1),
            b -> b.replayPriority(1),
            b -> b.userspaceFlags(1),
            b -> b.crossBoundaryId(1),
            b -> b.identity(0, 0, 0, 0, 1, 0),
            b -> b.link(1, 2, 3, 4, 5, ""));
    for (UnaryOperator<EventBuilder> other : others) {
      EventBuilder builder = other.apply(event());
      assertThat(builder.hasUsualHead()).isFalse();
      assertThat(builder.build().hasUsualHead()).isFalse();
      assertThat(builder.reset(EventType.FILESYSTEM_WRITE).hasUsualHead()).isTrue();
    }
  }

  @Test
  void shouldHaveABareLengthWhenAPayloadOfBytesIsAllThereIs() {
    int head = 204;
    assertThat(event().bareLength()).isEqualTo(head);
    assertThat(event().payload(new byte[7]).bareLength()).isEqualTo(head + 7);
    assertThat(event().payload(ByteBuffer.allocate(7)).bareLength()).isEqualTo(head + 7);
    assertThat(event().payloadText("p").bareLength()).isNegative();
    assertThat(event().metadata(new byte[1]).bareLength()).isNegative();
    assertThat(event().path("/a").bareLength()).isNegative();
    assertThat(event().replayPriority(1).bareLength()).isNegative();
    assertThat(event().payload(new byte[(16 << 20) + 1]).bareLength()).isNegative();
    assertThat(event().payload(new byte[7]).build().bareLength()).isNegative();
  }

  @Test
  void shouldBeAsGoodAsNewAfterARefusal() {
    EventBuilder builder = event().path("a".repeat(65_536)).payloadText("p");
    assertThatThrownBy(builder::encode).isInstanceOf(SerializationException.class);

    assertThat(builder.path("/a").build()).isEqualTo(event().path("/a").payloadText("p").build());
    assertThat(builder.reset(EventType.FILESYSTEM_WRITE).build()).isEqualTo(event().build());
  }

  @Test
  void shouldEncodeTheSameAgainAndFollowItsSources() {
    byte[] payload = {1};
    EventBuilder builder = event().path("/a").payload(payload);
    SemanticEvent first = builder.build();
    payload[0] = 2;

    assertThat(builder.build().payload()).containsExactly(2);
    assertThat(first.payload()).containsExactly(1);
    assertThat(builder.encode()).isEqualTo(first.length());
  }

  @Test
  void shouldUnsetAKernelFieldByZeroOrEmptyText() {
    SemanticEvent event =
        event().filesystem("/a", 1, 2).filesystem("", 0, 0).path(null).sessionId(0).build();

    assertThat(event.contextSize()).isZero();
  }

  @Test
  void shouldKeepZeroAndEmptyTextAsObservabilityValues() {
    SemanticEvent event = event().metric("", 0.0, null).threshold(-0.0).build();

    assertThat(event.observability())
        .isEqualTo(
            ObservabilityContext.builder()
                .metricName("")
                .metricValue(0)
                .thresholdValue(-0.0)
                .build());
    assertThat(event.observability().metricUnit()).isEmpty();
  }

  @Test
  void shouldGiveBackAllThirteenObservabilityFields() {
    ObservabilityContext all =
        ObservabilityContext.builder()
            .metricName("a")
            .metricValue(Double.NaN)
            .metricUnit("b")
            .logLevel("c")
            .logMessage("d")
            .traceId("e")
            .spanId("f")
            .parentSpanId("g")
            .serviceName("h")
            .operationName("i")
            .resourceType("j")
            .thresholdValue(Double.NEGATIVE_INFINITY)
            .alertSeverity("k")
            .build();
    ObservabilityContext back = event().observability(all).build().observability();

    assertThat(back).isEqualTo(all).hasSameHashCodeAs(all).hasToString(all.toString());
    assertThat(back.metricName()).contains("a");
    assertThat(back.metricValue()).hasValue(Double.NaN);
    assertThat(back.metricUnit()).contains("b");
    assertThat(back.logLevel()).contains("c");
    assertThat(back.logMessage()).contains("d");
    assertThat(back.traceId()).contains("e");
    assertThat(back.spanId()).contains("f");
    assertThat(back.parentSpanId()).contains("g");
    assertThat(back.serviceName()).contains("h");
    assertThat(back.operationName()).contains("i");
    assertThat(back.resourceType()).contains("j");
    assertThat(back.thresholdValue()).hasValue(Double.NEGATIVE_INFINITY);
    assertThat(back.alertSeverity()).contains("k");
  }

  @Test
  void shouldRemoveObservabilityFieldsThatTheNewContextLacks() {
    SemanticEvent event =
        event().log("info", "hello").observability(ObservabilityContext.EMPTY).build();

    assertThat(event.contextSize()).isZero();
  }

  @Test
  void shouldRefusePercentagesOutOfRange() {
    assertThatThrownBy(() -> event().agentRelevance(101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("agent_relevance_score is out of range: expected=0..100, actual=101");
    assertThatThrownBy(() -> event().agent("a", "", -1)).hasMessageContaining("agent_confidence");
    assertThatThrownBy(() -> event().semantic("", "", 101))
        .hasMessageContaining("semantic_confidence");
    assertThatThrownBy(() -> event().link(1, 2, 3, 101, 5, ""))
        .hasMessageContaining("causality_strength");
  }
}
