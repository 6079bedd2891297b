package io.semj.harness;

import io.semj.bench.Options;
import io.semj.core.RingPlacement;
import io.semj.core.SegmentIo;
import io.semj.harness.Task.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Cuts the power of a real file system under a journal: shuts an ext4 and an xfs down at a random
 * moment, so that nothing more reaches their image, mounts them again, and checks that everything
 * that was reported durable is there. Needs root, a loop device and {@code xfs_io}.
 */
public final class PowerCutHarness {
  private static final List<String> TYPES = List.of("ext4", "xfs");
  private static final int MEBIBYTES = 400;
  private static final int LONGEST_LIFE_MICROS = 400_000;

  private PowerCutHarness() {}

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
        PowerCutHarness.class,
        Map.of("runs", "20"),
        arguments,
        (options, seed, directory) -> all(out, options, seed, directory));
  }

  private static String all(PrintStream out, Options options, long seed, Path directory)
      throws IOException {
    Tools.need("xfs_io", "-V");
    int runs = options.number("runs");
    long events = 0;
    for (String type : TYPES) {
      for (SegmentIo io : SegmentIo.values()) {
        try (LoopDisk disk = LoopDisk.create(directory, type, MEBIBYTES)) {
          Path journal = disk.path().resolve("journal");
          JournalCheck check = new JournalCheck(journal, seed);
          for (int run = 0; run < runs; run++) {
            cut(
                disk,
                check,
                new Task(
                    journal,
                    directory.resolve("claims"),
                    seed,
                    run,
                    mode(run),
                    io,
                    RingPlacement.PRIVATE));
          }
          events += check.events();
          out.println(type + " " + io + " cuts=" + runs + " events checked=" + check.events());
        }
      }
    }
    return "cuts=" + runs * TYPES.size() * SegmentIo.values().length + " events checked=" + events;
  }

  private static Mode mode(int run) {
    return List.of(Mode.EMIT, Mode.ROTATE, Mode.CHECKPOINT).get(run % 3);
  }

  private static void cut(LoopDisk disk, JournalCheck check, Task task) throws IOException {
    Files.deleteIfExists(task.claims());
    Claims claims = Claims.open(task.claims());
    Path promised = task.claims().resolveSibling("promised");
    SplittableRandom random = task.random();
    try (Child child = Child.start(List.of(), task)) {
      boolean emits =
          child.await("emission", () -> claims.get(Claims.Word.PHASE) == HarnessChild.EMITTING);
      BrokenPromise.require(emits, "child ended by itself: %s", task);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_LIFE_MICROS)));
      // What is promised while the power fails does not count: a machine without power says nothing
      // more, where a file system that is being shut down may still let a force return.
      Files.copy(task.claims(), promised, StandardCopyOption.REPLACE_EXISTING);
      disk.cutPower();
    }
    disk.restart();
    check.check(task, Claims.open(promised), JournalCheck.Survives.DURABLE);
  }
}
