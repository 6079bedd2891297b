package io.semj.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreePartsTest {
  @TempDir private Path temporary;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private TreeEmitter emit(Path root, Unreadable unreadable) {
    Path directory = temporary.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(directory).build())) {
      TreeWalker walker = new TreeWalker(root, directory, unreadable);
      Progress progress = new Progress(out, false);
      progress.begin("journaling", 1);
      TreeEmitter emitter = new TreeEmitter(journal, walker, unreadable, progress);
      emitter.run(3);
      return emitter;
    }
  }

  private ReadBackCheck readBack(EmittedDigests emitted) {
    Progress progress = new Progress(out, false);
    progress.begin("reading", 1);
    return ReadBackCheck.run(temporary.resolve("journal"), emitted, progress);
  }

  @Test
  void shouldNameAnEntryThatVanished() {
    Unreadable unreadable = new Unreadable();
    TreeEmitter emitter = emit(temporary.resolve("gone"), unreadable);
    assertThat(emitter.digests().count()).isZero();
    assertThat(unreadable.count()).isEqualTo(1);
    assertThat(unreadable.named()).singleElement().asString().contains("NoSuchFileException");
  }

  @Test
  void shouldTellWhenAnEventIsNotWhatWasEmitted() throws IOException {
    Path tree = Files.createDirectories(temporary.resolve("tree"));
    Files.writeString(tree.resolve("a"), "a");
    EmittedDigests emitted = emit(tree, new Unreadable()).digests();
    assertThat(readBack(emitted).isSame()).isTrue();
    EmittedDigests other = new EmittedDigests();
    other.put(1, 17);
    other.put(2, 18);
    ReadBackCheck check = readBack(other);
    assertThat(check.isSame()).isFalse();
    assertThat(check.verdict())
        .isEqualTo("DIFFERENT: emitted=2, read=2, of which 2 are not what was emitted");
  }

  @Test
  void shouldTellWhenEventsAreMissing() throws IOException {
    Path tree = Files.createDirectories(temporary.resolve("tree"));
    EmittedDigests emitted = emit(tree, new Unreadable()).digests();
    emitted.put(40_000, 1);
    ReadBackCheck check = readBack(emitted);
    assertThat(check.isSame()).isFalse();
    assertThat(check.verdict()).contains("emitted=2, read=1, of which 0");
  }

  @Test
  void shouldPrintLinesWhereThereIsNoTerminal() {
    Progress progress = new Progress(out, false);
    progress.begin("reading", 8);
    for (int i = 0; i < 8; i++) {
      progress.step();
    }
    progress.end();
    assertThat(printed().lines())
        .containsExactly(
            "reading     25 %", "reading     50 %", "reading     75 %", "reading    100 %");
  }

  @Test
  void shouldDrawABarOnATerminal() {
    Progress progress = new Progress(out, true);
    progress.begin("reading", 2);
    progress.end();
    assertThat(printed())
        .startsWith("\rreading    [" + ".".repeat(32) + "]   0 %")
        .contains("\rreading    [" + "#".repeat(32) + "] 100 %");
  }
}
