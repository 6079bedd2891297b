package io.semj.tool;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.format.BlockDescriptor;
import io.semj.format.SegmentDescriptor;
import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that look at a journal as a whole or at its bytes. */
class LookTest {
  /** In the stored data of a segment's first block, however many events that has. */
  private static final long IN_FIRST_BLOCK =
      SegmentDescriptor.LENGTH + BlockDescriptor.HEADER_LENGTH + 8;

  @TempDir private Path temp;

  private Path journal(int events) {
    return Journals.filled(temp.resolve("journal"), events);
  }

  /** As {@link #journal}, but all its events are in one block. */
  private Path block(int events) {
    return Journals.filledInGroups(temp.resolve("journal"), events, events);
  }

  private static long inSecondBlock(Path segment) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(LITTLE_ENDIAN);
    return IN_FIRST_BLOCK
        + bytes.getInt(SegmentDescriptor.LENGTH + BlockDescriptor.BLOCK_SIZE_OFFSET);
  }

  private static void flip(Path file, long position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) position] ^= 1;
    Files.write(file, bytes);
  }

  private static Path firstSegment(Path journal) {
    return journal.resolve("00000000000000000001.semj");
  }

  @Test
  void shouldSayWhatAJournalIs() {
    assertThat(Run.of("info", journal(20)).lines())
        .contains(
            "segments     1, 1 sealed",
            "events       20",
            "sequences    1 to 20",
            "event times  2025-10-09T08:53:20Z to 2025-10-09T08:53:39Z",
            "compression  lz4",
            "durable      at least up to sequence 20",
            "quarantine   none");
  }

  @Test
  void shouldCountByTypeAgentAndTimeWithBars() {
    Path journal = journal(20);
    assertThat(Run.of("stats", journal).out())
        .contains("20 events, ")
        .containsPattern("filesystem.write +10 +[\\d,]+ +#{40}\n")
        .containsPattern("agent-0 +5 +[\\d,]+ +#{40}\n")
        .containsPattern("2025-10-09T08:53:20Z +1 +#{40}\n");
    assertThat(Run.of("stats", "--json", journal).out())
        .startsWith("{\"events\":20,")
        .contains("\"agent-1\":{\"events\":5,");
  }

  @Test
  void shouldListSegments() {
    Path journal = journal(40_000);
    Run text = Run.of("segments", journal);
    Run json = Run.of("segments", "--json", journal);
    assertThat(text.lines()).hasSizeGreaterThan(2).hasSize(json.lines().size() + 1);
    assertThat(json.lines().get(0))
        .startsWith("{\"file\":\"00000000000000000001.semj\",\"generation\":1,\"sealed\":true,");
  }

  @Test
  void shouldTellSoundFromDamaged() throws IOException {
    Path journal = journal(2_000);
    assertThat(Run.of("verify", journal).out()).contains("\nsound ");
    assertThat(Run.of("verify", "--quiet", journal)).isEqualTo(new Run(ExitCode.OK, "", ""));
    flip(firstSegment(journal), inSecondBlock(firstSegment(journal)));
    Run damaged = Run.of("verify", journal);
    assertThat(damaged.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(damaged.out()).contains("PROBLEMS  ", "verdict=BAD_CHECKSUM");
    assertThat(damaged.err()).isEmpty();
    Run cat = Run.of("cat", journal);
    assertThat(cat.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(cat.lines()).isNotEmpty();
    assertThat(cat.err()).startsWith("semj: block is damaged: ").hasLineCount(1);
  }

  @Test
  void shouldPrintTheHeadOfASegment() {
    Run run = Run.of("dump", firstSegment(journal(3)));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "000000000000  4a 4d 45 53                                      magic \"JMES\"\n",
            "  first_sequence 1\n",
            "  event_count 3\n",
            "\nthe head is sound\n");
  }

  @Test
  void shouldPrintABlockAndOneOfItsRecords() {
    Path segment = firstSegment(block(3));
    Run run = Run.of("dump", segment, "--offset", "0x200");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("block_magic \"ROTS\"", "block trailer", "magic \"SEMT\"", "record 0: sequence 1")
        .contains("path /data/1/file1", "|event 1|", "agent_id agent-1");
    Run other = Run.of("dump", segment, "--offset", "512", "--record", "99");
    assertThat(other.out()).doesNotContain("|event 1|").contains("record 0: sequence 1");
    assertThat(other.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).contains("records=3, actual=99").hasLineCount(1);
  }

  @Test
  void shouldPrintWhatIsLeftOfADamagedBlock() throws IOException {
    Path segment = firstSegment(block(3));
    flip(segment, IN_FIRST_BLOCK);
    Run run = Run.of("dump", segment, "--offset", "512");
    assertThat(run.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(run.out()).contains("block_id 1\n", "THE BLOCK IS NOT VALID: BAD_CHECKSUM");
    Run head = Run.of("dump", segment, "--offset", "8");
    assertThat(head.code()).isZero();
    Run between = Run.of("dump", segment, "--offset", "520");
    assertThat(between.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(between.out()).startsWith("no block begins here: position=520\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "99999999999", "99999999999999999999"})
  void shouldRefuseAnOffsetThatIsNone(String offset) {
    Run run = Run.of("dump", firstSegment(journal(1)), "--offset=" + offset);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: --offset ").hasLineCount(1);
  }

  @Test
  void shouldMakeListAndShowCheckpoints() {
    Path journal = journal(20);
    assertThat(Run.of("checkpoint", "show", journal).code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Run.of("checkpoint", "create", journal).out())
        .isEqualTo("checkpoint 1 behind sequence 20\n");
    assertThat(Run.of("checkpoint", "list", journal).lines()).hasSize(2);
    assertThat(Run.of("checkpoint", "show", "--id", "1", journal).out())
        .contains("sequence      20\n", "verified      sound\n");
    assertThat(Run.of("checkpoint", "show", journal).out()).contains("id            1\n");
  }

  @Test
  void shouldNotShowACheckpointOfAnotherJournalAsTheNewestGoodOne() throws IOException {
    Path journal = journal(20);
    assertThat(Run.of("checkpoint", "create", journal).code()).isZero();
    Path other = Journals.filled(temp.resolve("other"), 20);
    Files.createDirectory(other.resolve("checkpoints"));
    String name = "checkpoints/00000000000000000001.semjc";
    Files.copy(journal.resolve(name), other.resolve(name));
    Run newest = Run.of("checkpoint", "show", other);
    assertThat(newest.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(newest.err()).startsWith("semj: no such checkpoint: ").hasLineCount(1);
    assertThat(Run.of("checkpoint", "show", "--id", "1", other).code()).isZero();
  }

  @Test
  void shouldSayForMachinesWhatAJournalIsAndWhetherItIsSound() throws IOException {
    Path journal = journal(20);
    assertThat(Run.of("info", "--json", journal).lines())
        .singleElement()
        .asString()
        .contains("\"events\":20,", "\"last_sequence\":20,", "\"durable_sequence\":20");
    assertThat(Run.of("verify", "--json", journal).out()).contains("\"sound\":true,");
    flip(firstSegment(journal), IN_FIRST_BLOCK);
    Run damaged = Run.of("verify", "--json", journal);
    assertThat(damaged.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(damaged.lines())
        .singleElement()
        .asString()
        .contains("\"sound\":false,", "\"kind\":\"BLOCK\",", "\"position\":512,");
  }

  @Test
  void shouldCountWhatTheFiltersWant() {
    assertThat(Run.of("stats", "--json", "--category", "agent", "--to-seq", "9", journal(20)).out())
        .startsWith("{\"events\":5,")
        .doesNotContain("filesystem");
  }

  @Test
  void shouldTellAManifestThatMakesNoSense() throws IOException {
    Path journal = journal(3);
    Path out = temp.resolve("out");
    assertThat(Run.of("export", journal, out).code()).isZero();
    Path manifest = out.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"digest_to\":", "\"digest_to\":-"));
    Run noDigest = Run.of("export", "--verify", journal, out);
    assertThat(noDigest.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(noDigest.out()).contains("BAD   segment 00000000000000000001.semj has no digest");
    Files.writeString(manifest, text.replace("00000000000000000001.semj", "/\\u0000"));
    Run noName = Run.of("export", "--verify", journal, out);
    assertThat(noName.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(noName.out()).contains("BAD   segment /\\u0000 is not there any more");
  }

  @Test
  void shouldExportEventsWithASignedManifestThatTellsEveryChange() throws Exception {
    Path journal = journal(20);
    Path out = temp.resolve("out");
    Path key = temp.resolve("key.pem");
    Path publicKey = temp.resolve("public.pem");
    writeKeys(key, publicKey);
    Run export = Run.of("export", "--key", key, journal, out);
    assertThat(export.err()).isEmpty();
    assertThat(export.out()).isEqualTo("exported 20 events to " + out + ", signed\n");
    assertThat(Files.readString(out.resolve("events.jsonl")))
        .isEqualTo(Run.of("cat", "--json", journal).out());
    Run good = Run.of("export", "--verify", "--public-key", publicKey, journal, out);
    assertThat(good.code()).isZero();
    assertThat(good.lines())
        .containsExactly(
            "good  signature of manifest.json",
            "good  events.jsonl, 20 events",
            "good  segment 00000000000000000001.semj");

    assertThat(Run.of("export", journal, out).err()).contains("not empty").hasLineCount(1);
    flip(out.resolve("events.jsonl"), 10);
    flip(firstSegment(journal), IN_FIRST_BLOCK);
    Run changed = Run.of("export", "--verify", "--public-key", publicKey, journal, out);
    assertThat(changed.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(changed.lines())
        .containsExactly(
            "good  signature of manifest.json",
            "BAD   events.jsonl, 20 events is not what the manifest says",
            "BAD   segment 00000000000000000001.semj is not what the manifest says");
    Path manifest = out.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"count\":20", "\"count\":21"));
    assertThat(Run.of("export", "--verify", "--public-key", publicKey, out).out())
        .startsWith("BAD   signature of manifest.json is not what the manifest says\n");
  }

  @Test
  void shouldSayThatAnExportIsNotSigned() throws IOException {
    Path out = temp.resolve("out");
    assertThat(Run.of("export", journal(3), out).out()).contains("NOT SIGNED");
    assertThat(Files.readString(out.resolve("manifest.json"))).contains("\"signature\":null");
    Path noKey = Files.writeString(temp.resolve("key.pem"), "nothing");
    Run refused = Run.of("export", "--key", noKey, temp.resolve("journal"), temp.resolve("out2"));
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).startsWith("semj: key file has no PEM").hasLineCount(1);
  }

  private static void writeKeys(Path key, Path publicKey)
      throws IOException, NoSuchAlgorithmException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    writePem(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
    writePem(publicKey, "PUBLIC KEY", pair.getPublic().getEncoded());
  }

  private static void writePem(Path file, String kind, byte[] encoded) throws IOException {
    Files.write(
        file,
        List.of(
            "-----BEGIN " + kind + "-----",
            Base64.getEncoder().encodeToString(encoded),
            "-----END " + kind + "-----"));
  }
}
