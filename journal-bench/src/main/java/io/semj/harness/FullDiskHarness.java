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
import java.util.function.BooleanSupplier;

/**
 * Fills a small ext4 and a small tmpfs under a journal that emits, waits until it says that it is
 * full, and either kills it then or gives the space back, upon which it must go on by itself. All
 * that was promised must be there. Needs root and, for ext4, a loop device.
 */
public final class FullDiskHarness {
  private static final List<String> TYPES = List.of("ext4", "tmpfs");
  private static final int MEBIBYTES = 128;
  private static final int LONGEST_FULL_MICROS = 100_000;

  private FullDiskHarness() {}

  /**
   * Runs it: {@code --runs 20 --seed N --dir D}, so many for each file system and way to write.
   * Exit code 0 when every promise held, 1 when one was broken, 2 when the machine lacks something.
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
        FullDiskHarness.class,
        Map.of("runs", "20"),
        arguments,
        (options, seed, directory) -> all(out, options, seed, directory));
  }

  private static String all(PrintStream out, Options options, long seed, Path directory)
      throws IOException {
    int runs = options.number("runs");
    long events = 0;
    int resumed = 0;
    for (String type : TYPES) {
      for (SegmentIo io : SegmentIo.values()) {
        try (LoopDisk disk = LoopDisk.create(directory, type, MEBIBYTES)) {
          Path journal = disk.path().resolve("journal");
          JournalCheck check = new JournalCheck(journal, seed);
          for (int run = 0; run < runs; run++) {
            Task task =
                new Task(
                    journal,
                    directory.resolve("claims"),
                    seed,
                    run,
                    Mode.EMIT,
                    io,
                    RingPlacement.AUTO);
            resumed += fill(disk, check, task) ? 1 : 0;
          }
          events += check.events();
          out.println(type + " " + io + " filled=" + runs + " events checked=" + check.events());
        }
      }
    }
    return "filled="
        + runs * TYPES.size() * SegmentIo.values().length
        + " of which resumed="
        + resumed
        + " events checked="
        + events;
  }

  /** Returns whether the journal was to go on; else it was killed while the disk was full. */
  private static boolean fill(LoopDisk disk, JournalCheck check, Task task) throws IOException {
    Files.deleteIfExists(task.claims());
    Claims claims = Claims.open(task.claims());
    SplittableRandom random = task.random();
    boolean resumes = random.nextBoolean();
    try (Child child = Child.start(List.of(), task)) {
      require(
          child, task, "emission", () -> claims.get(Claims.Word.PHASE) == HarnessChild.EMITTING);
      disk.fill();
      require(child, task, "full", () -> claims.get(Claims.Word.STATE) == HarnessChild.FULL);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_FULL_MICROS)));
      if (resumes) {
        long durable = claims.get(Claims.Word.DURABLE);
        disk.free();
        require(child, task, "space", () -> claims.get(Claims.Word.STATE) != HarnessChild.FULL);
        require(child, task, "progress", () -> claims.get(Claims.Word.DURABLE) > durable);
      }
    }
    disk.free();
    check.check(task, claims, JournalCheck.Survives.WRITTEN);
    return resumes;
  }

  private static void require(Child child, Task task, String what, BooleanSupplier condition) {
    BrokenPromise.require(child.await(what, condition), "child ended by itself: %s", task);
  }
}
