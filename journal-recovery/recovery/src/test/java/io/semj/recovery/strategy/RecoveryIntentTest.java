package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.StorageException;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.Continuation;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.facts.SequenceRange;
import io.semj.recovery.strategy.RecoveryIntent.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryIntentTest {
  private static final long SEED = 20_261_121;

  @TempDir private Path temp;
  private RecoveryIntent intent;

  @BeforeEach
  void setUp() {
    intent = new RecoveryIntent(JournalDirectory.existing(temp));
  }

  private static ChainDigest digest(int of) {
    byte[] bytes = new byte[ChainDigest.LENGTH];
    new Random(of).nextBytes(bytes);
    return ChainDigest.of(bytes);
  }

  private RecoveryPlan plan() {
    SegmentIdentity identity =
        new SegmentIdentity(
            UUID.randomUUID(),
            7,
            30,
            3,
            digest(1),
            SegmentDescriptor.LENGTH,
            SegmentDescriptor.ALIGNMENT,
            99);
    Continuation end = new Continuation(80, 9, digest(2));
    return new RecoveryPlan(
        temp.toAbsolutePath(),
        Optional.of(temp.resolve("aus gabe/ü=%").toAbsolutePath()),
        Optional.of(FailureType.TRUNCATION),
        RecoveryStrategy.EMERGENCY,
        List.of(
            new RecoveryStep.SetAside("a b=c%\n\"ü", "because of 1 = 1\nand so", 1, 2, 3, 4),
            new RecoveryStep.Rewrite(
                "name",
                false,
                new BlockWindow(7, 512, Long.MAX_VALUE, 29, 60),
                Optional.of(identity),
                end,
                5,
                6,
                7),
            new RecoveryStep.Rewrite(
                "other",
                true,
                new BlockWindow(8, 512, 900, 29, 60),
                Optional.empty(),
                end,
                5,
                6,
                7),
            new RecoveryStep.CopyFile("checkpoints/x", 8, 9),
            new RecoveryStep.MendTail(),
            new RecoveryStep.Prepare("peer one", 17),
            new RecoveryStep.Commit("peer one", 17)),
        new LostSequences(List.of(new SequenceRange(3, 5), new SequenceRange(9, 9)), 2, 4),
        List.of(),
        123_456_789_012_345L);
  }

  @Test
  void shouldReadWhatItWrote() {
    assertThat(intent.stands()).isFalse();
    RecoveryPlan plan = plan();
    intent.write(new Content(plan, false));
    assertThat(intent.stands()).isTrue();
    assertThat(intent.read()).isEqualTo(new Content(plan, false));
    intent.write(new Content(plan, true));
    assertThat(intent.read().decided()).isTrue();
    intent.remove();
    assertThat(intent.stands()).isFalse();
    intent.remove();
  }

  @Test
  void shouldKeepWhatIsToBeHandedOverToo() {
    RecoveryPlan plan = plan();
    List<RecoveryStep> steps = List.of(new RecoveryStep.MendTail(), new RecoveryStep.Replay(4));
    RecoveryPlan withReplay =
        new RecoveryPlan(
            plan.directory(),
            plan.output(),
            plan.failure(),
            plan.strategy(),
            steps,
            plan.lost(),
            List.of("a note", "and another: 1 = 1"),
            plan.createdNanos());
    intent.write(new Content(withReplay, true));
    assertThat(intent.read().plan()).isEqualTo(withReplay);
  }

  @Test
  void shouldSayWhenACheckpointThatWasToBeHandedOverIsGone() throws IOException {
    RecoveryPlan plan = plan();
    intent.write(new Content(plan, true));
    String text = Files.readString(intent.file());
    int last = text.lastIndexOf("crc=");
    String more = text.substring(0, last) + "step=restore checkpoint=3 sequence=17\n";
    byte[] bytes = more.getBytes(StandardCharsets.US_ASCII);
    Files.writeString(
        intent.file(),
        more + String.format(Locale.ROOT, "crc=%08x\n", Crc32c.of(bytes, 0, bytes.length)));
    assertThat(intent.read().plan().steps()).isEqualTo(plan.steps());
    assertThat(intent.read().plan().notes())
        .containsExactly("checkpoint 3 is not there any more, its state is not handed over");
  }

  @Test
  void shouldTellWhichRecoveryItIsAlthoughItsStepsAreDamaged() throws IOException {
    RecoveryPlan plan = plan();
    intent.write(new Content(plan, true, OptionalLong.of(17)));
    byte[] whole = Files.readAllBytes(intent.file());
    int steps = new String(whole, StandardCharsets.US_ASCII).indexOf("step=");
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(intent.file(), damaged);
      Optional<Content> header = intent.readHeader();
      assertThat(header.isPresent()).as("at=%d", at).isEqualTo(at >= steps);
      header.ifPresent(
          content -> {
            assertThat(content.plan().strategy()).isEqualTo(plan.strategy());
            assertThat(content.plan().steps()).isEmpty();
            assertThat(content.cut()).hasValue(17);
          });
    }
  }

  @Test
  void shouldRefuseEveryDamage() throws IOException {
    intent.write(new Content(plan(), true));
    byte[] whole = Files.readAllBytes(intent.file());
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(whole.length - 1); // the last line's end says nothing
      damaged[at] ^= (byte) (1 << random.nextInt(7));
      Files.write(intent.file(), damaged);
      assertThatThrownBy(() -> intent.read())
          .as("seed=%d, round=%d, at=%d", SEED, i, at)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(intent.file().toString());
    }
  }

  @Test
  void shouldRefuseOneThatWasCutShort() throws IOException {
    intent.write(new Content(plan(), true));
    byte[] whole = Files.readAllBytes(intent.file());
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(intent.file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> intent.read()).isInstanceOf(StorageException.class);
    }
  }
}
