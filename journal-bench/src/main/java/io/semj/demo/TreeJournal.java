package io.semj.demo;

import io.semj.core.JournalConfig;
import io.semj.core.JournalMetrics;
import io.semj.core.SemanticJournal;
import io.semj.error.JournalException;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Journals a real directory tree, one event for each file and directory, and proves that all of it
 * can be read back: closes the journal, verifies every checksum and the chain, reads all events and
 * compares them with what was emitted.
 *
 * <pre>java -cp journal-bench/target/benchmarks.jar io.semj.demo.TreeJournal [tree [journal]]</pre>
 *
 * <p>The tree is the user's local Maven repository unless another is named; the journal goes to a
 * fresh directory for temporary files unless an empty or new one is named, and stays there.
 */
public final class TreeJournal {
  private static final int MOST_THREADS = 8;
  private static final int SOUND = 0;
  private static final int NOT_SOUND = 1;
  private static final int MISUSED = 2;

  private final PrintStream out;
  private final Progress progress;
  private final int threads =
      Math.max(2, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));

  private TreeJournal(PrintStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * Runs, and ends the JVM with 0 when everything was read back as it was emitted, 1 when not, and
   * 2 when the arguments cannot be used.
   *
   * @param args the tree and the journal's directory, both optional
   */
  public static void main(String[] args) {
    System.exit(run(System.out, new Progress(System.err, Progress.isTerminal()), args));
  }

  static int run(PrintStream out, Progress progress, String... args) {
    try {
      if (args.length > 2) {
        throw new IllegalArgumentException("expected at most 2 arguments: [tree [journal]]");
      }
      Path tree = args.length > 0 ? Path.of(args[0]) : localRepository();
      if (!Files.isDirectory(tree)) {
        throw new IllegalArgumentException("no such directory: tree=" + tree);
      }
      Path journal = journalDirectory(args);
      return new TreeJournal(out, progress).run(tree.toRealPath(), journal.toRealPath());
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      return MISUSED;
    } catch (IOException | JournalException e) {
      out.println("failed: " + e);
      return NOT_SOUND;
    }
  }

  private static Path localRepository() {
    return Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  private static Path journalDirectory(String[] args) throws IOException {
    if (args.length < 2) {
      return Files.createTempDirectory("semj-tree-");
    }
    Path directory = Files.createDirectories(Path.of(args[1]));
    try (Stream<Path> content = Files.list(directory)) {
      if (content.findAny().isPresent()) {
        throw new IllegalArgumentException("directory is not empty: journal=" + directory);
      }
    }
    return directory;
  }

  private int run(Path tree, Path directory) throws IOException {
    WarmUp.run();
    Unreadable unreadable = new Unreadable();
    Summary summary = new Summary(out);
    progress.begin("journaling", TreeWalker.count(tree, directory));
    TreeEmitter emitter;
    JournalMetrics metrics;
    long begin = System.nanoTime();
    long nanos;
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(directory).build())) {
      TreeWalker walker = new TreeWalker(tree, directory, unreadable);
      emitter = new TreeEmitter(journal, walker, unreadable, progress);
      emitter.run(threads);
      journal.flush();
      nanos = System.nanoTime() - begin;
      metrics = journal.metrics();
    }
    progress.end();
    summary.tree(tree, emitter, threads, nanos / 1e9);
    summary.unreadable(unreadable);
    IntegrityReport report = verify(directory);
    summary.journal(metrics, report);
    summary.verification(report);
    ReadBackCheck check = readBack(directory, emitter.digests());
    summary.comparison(check);
    summary.place(directory);
    boolean complete = report.totals().events() == emitter.digests().count();
    return report.isSound() && complete && check.isSame() ? SOUND : NOT_SOUND;
  }

  private IntegrityReport verify(Path directory) {
    progress.begin("verifying", 1);
    IntegrityReport report =
        new IntegrityVerifier(directory)
            .onProgress(work -> progress.at(work.done(), work.total()))
            .verify();
    progress.end();
    return report;
  }

  private ReadBackCheck readBack(Path directory, EmittedDigests emitted) {
    progress.begin("reading", emitted.count());
    ReadBackCheck check = ReadBackCheck.run(directory, emitted, progress);
    progress.end();
    return check;
  }
}
