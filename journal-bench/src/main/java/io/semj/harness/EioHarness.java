package io.semj.harness;

import io.semj.bench.Options;
import io.semj.core.RingPlacement;
import io.semj.core.SegmentIo;
import io.semj.harness.Task.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a journal's n-th force fail with EIO, once or for ever, as {@code strace} injects it, and
 * checks that the journal stops for good, reports nothing durable after that, and that all it did
 * report is there. Needs {@code strace} and the right to trace.
 */
public final class EioHarness {
  private static final int MOST_FORCES_BEFORE = 40;
  private static final int AFTERMATH_MILLIS = 100;

  private EioHarness() {}

  /**
   * Runs it: {@code --runs 20 --seed N --dir D}, so many for each way to write. Exit code 0 when
   * every promise held, 1 when one was broken, 2 when the machine lacks something.
   *
   * @param arguments as above, all optional
   * @throws IOException when the directory cannot be used
   */
  public static void main(String[] arguments) throws IOException {
    System.exit(run(System.out, arguments));
  }

  static int run(PrintStream out, String... arguments) throws IOException {
    return Harness.main(
        out,
        EioHarness.class,
        Map.of("runs", "20"),
        arguments,
        (options, seed, directory) -> all(out, options, seed, directory));
  }

  private static String all(PrintStream out, Options options, long seed, Path directory)
      throws IOException {
    Tools.need("strace", "-f", "-qq", "-o", "/dev/null", "true");
    int runs = options.number("runs");
    int[] seen = new int[2];
    long events = 0;
    for (SegmentIo io : SegmentIo.values()) {
      Path journal = directory.resolve("journal-" + io);
      JournalCheck check = new JournalCheck(journal, seed);
      for (int run = 0; run < runs; run++) {
        Mode mode = run % 2 == 0 ? Mode.EMIT : Mode.ROTATE;
        Path claims = directory.resolve("claims");
        seen[fail(check, new Task(journal, claims, seed, run, mode, io, RingPlacement.PRIVATE))]++;
      }
      events += check.events();
      out.println(io + " runs=" + runs + " events checked=" + check.events());
    }
    return "runs="
        + runs * SegmentIo.values().length
        + " fail-stopped="
        + seen[0]
        + " not opened="
        + seen[1]
        + " events checked="
        + events;
  }

  /** 0 when the journal fail-stopped, 1 when it could not be opened. */
  private static int fail(JournalCheck check, Task task) throws IOException {
    Files.deleteIfExists(task.claims());
    Claims claims = Claims.open(task.claims());
    SplittableRandom random = task.random();
    String when = (1 + random.nextInt(MOST_FORCES_BEFORE)) + (random.nextBoolean() ? "+" : "");
    boolean opened;
    try (Child child = Child.start(under(when), task)) {
      child.await("failure", () -> claims.get(Claims.Word.STATE) >= HarnessChild.FAILED);
      long state = claims.get(Claims.Word.STATE);
      BrokenPromise.require(
          state >= HarnessChild.FAILED, "no failure was seen: when=%s, %s", when, task);
      opened = state == HarnessChild.FAILED;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AFTERMATH_MILLIS));
    }
    if (opened) {
      long atFailure = claims.get(Claims.Word.DURABLE_AT_FAILURE);
      BrokenPromise.require(
          claims.get(Claims.Word.DURABLE) <= atFailure,
          "events became durable after a failed force: atFailure=%d, durable=%d",
          atFailure,
          claims.get(Claims.Word.DURABLE));
    }
    check.check(task, claims, JournalCheck.Survives.WRITTEN);
    return opened ? 0 : 1;
  }

  private static List<String> under(String when) {
    return List.of(
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-o",
        "/dev/null",
        "-e",
        "trace=fdatasync,fsync,msync",
        "-e",
        "inject=fdatasync,fsync,msync:error=EIO:when=" + when);
  }
}
