package io.semj.harness;

import io.semj.core.RingPlacement;
import io.semj.core.SegmentIo;
import io.semj.harness.Task.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a process that journals from several threads, as {@code kill -9} does, at a random moment;
 * opens its journal, checks every promise, and lets the next process go on with the same journal.
 */
public final class KillHarness {
  private static final Mode[] MODES = {
    Mode.EMIT, Mode.ROTATE, Mode.CHECKPOINT, Mode.RETAIN, Mode.COMPACT, Mode.RECOVER
  };
  private static final int LONGEST_LIFE_MICROS = 250_000;

  /** Retention looks once a second. */
  private static final int BEFORE_RETENTION_MICROS = 950_000;

  private static final int LONGEST_OPENING_MICROS = 120_000;

  private final PrintStream out;
  private final long seed;
  private final Path directory;
  private final JournalCheck check;
  private final Map<Mode, Integer> kills = new EnumMap<>(Mode.class);
  private int surviving;

  private KillHarness(PrintStream out, long seed, Path directory) {
    this.out = out;
    this.seed = seed;
    this.directory = directory;
    this.check = new JournalCheck(directory.resolve("journal"), seed);
  }

  /**
   * Runs it: {@code --kills 200 --seconds 300 --seed N --dir D}, ending with whichever of the first
   * two comes first. Exit code 0 when every promise held, 1 when one was broken.
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
        KillHarness.class,
        Map.of("kills", "200", "seconds", "300"),
        arguments,
        (options, seed, directory) ->
            new KillHarness(out, seed, directory)
                .rounds(options.number("kills"), options.number("seconds")));
  }

  private String rounds(int most, int seconds) throws IOException {
    long begin = System.nanoTime();
    int done = 0;
    for (int round = 0; done < most; round++) {
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(seconds)) {
        break;
      }
      done += round(round);
      if (round % 20 == 19) {
        out.println(summary(done, begin));
      }
    }
    return summary(done, begin);
  }

  private String summary(int done, long begin) {
    return "kills="
        + done
        + " "
        + kills
        + " rounds with a surviving ring="
        + surviving
        + " events checked="
        + check.events()
        + " seconds="
        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }

  /** One life of a child, and of a second one where recovery is to be killed; how many kills. */
  private int round(int round) throws IOException {
    SplittableRandom random = new SplittableRandom(seed + round);
    Mode mode = MODES[round % MODES.length];
    SegmentIo io = random.nextBoolean() ? SegmentIo.MAPPED : SegmentIo.CHANNEL;
    RingPlacement ring = random.nextInt(3) == 0 ? RingPlacement.PRIVATE : RingPlacement.AUTO;
    Path file = directory.resolve("claims");
    Files.deleteIfExists(file);
    Claims claims = Claims.open(file);
    Task task = new Task(directory.resolve("journal"), file, seed, round, mode, io, ring);
    int done = 1;
    int life = random.nextInt(LONGEST_LIFE_MICROS);
    if (mode == Mode.RETAIN) {
      life += BEFORE_RETENTION_MICROS;
    }
    kill(task, claims, HarnessChild.EMITTING, life);
    if (mode == Mode.RECOVER) {
      killRecovery(task, random);
      done++;
    }
    try {
      check.check(task, claims, JournalCheck.Survives.WRITTEN);
    } catch (RuntimeException e) {
      throw new IllegalStateException("round " + round + " of " + task, e);
    }
    kills.merge(mode, done, Integer::sum);
    surviving += ring == RingPlacement.PRIVATE ? 0 : 1;
    return done;
  }

  private static void kill(Task task, Claims claims, long phase, int micros) throws IOException {
    try (Child child = Child.start(List.of(), task)) {
      boolean reached = child.await("phase " + phase, () -> claims.get(Claims.Word.PHASE) >= phase);
      BrokenPromise.require(reached, "child ended by itself: %s", task);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
      BrokenPromise.require(child.isAlive(), "child ended by itself: %s", task);
      child.kill();
    }
  }

  /** The second child is told to open and nothing else; its claims are its own. */
  private void killRecovery(Task task, SplittableRandom random) throws IOException {
    Path file = directory.resolve("claims-recovery");
    Files.deleteIfExists(file);
    Task opening =
        new Task(task.directory(), file, seed, task.round(), Mode.OPEN, task.io(), task.ring());
    kill(opening, Claims.open(file), HarnessChild.OPENING, random.nextInt(LONGEST_OPENING_MICROS));
  }
}
