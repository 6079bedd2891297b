package io.semj.harness;

import io.semj.bench.BenchDirectory;
import io.semj.bench.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What all harnesses have in common: options, a directory, a verdict. */
final class Harness {
  private static final String SEED = "seed";
  private static final String DIR = "dir";

  /** The part that differs. */
  interface Runs {
    /** Breaks a journal in the directory again and again; what was seen, in a line. */
    String run(Options options, long seed, Path directory) throws IOException;
  }

  private Harness() {}

  /** Runs a harness from the command line; the exit code. */
  static int main(
      PrintStream out, Class<?> main, Map<String, String> defaults, String[] arguments, Runs runs)
      throws IOException {
    Map<String, String> all = new HashMap<>(defaults);
    all.put(SEED, Long.toString(System.nanoTime()));
    all.put(DIR, "");
    Options options = Options.parse(all, arguments);
    long seed = Long.parseLong(options.text(SEED));
    Path directory =
        options.text(DIR).isEmpty()
            ? Files.createTempDirectory("semj-harness")
            : Files.createDirectories(Path.of(options.text(DIR)));
    String command = command(main, options, all.keySet(), seed);
    out.println(command);
    try {
      String seen = runs.run(options, seed, directory);
      out.println("HELD " + seen + " seed=" + seed);
      BenchDirectory.delete(directory);
      return 0;
    } catch (Unavailable e) {
      out.println("NOT RUN " + e.getMessage());
      BenchDirectory.delete(directory);
      return 2;
    } catch (RuntimeException e) {
      out.println("BROKEN " + e);
      e.printStackTrace(out);
      out.println("kept: " + directory);
      out.println("again: " + command);
      return 1;
    }
  }

  private static String command(Class<?> main, Options options, Iterable<String> names, long seed) {
    StringBuilder command =
        new StringBuilder("java -cp journal-bench/target/benchmarks.jar ").append(main.getName());
    for (String name : names) {
      if (!name.equals(SEED) && !name.equals(DIR)) {
        command.append(" --").append(name).append(' ').append(options.text(name));
      }
    }
    return command.append(" --seed ").append(seed).toString();
  }
}
