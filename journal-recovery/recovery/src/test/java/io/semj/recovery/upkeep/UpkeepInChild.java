package io.semj.recovery.upkeep;

import java.nio.file.Path;

/** Compacts or archives, and says so before each report of progress, so that it can be killed. */
public final class UpkeepInChild {
  private UpkeepInChild() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[1]);
    System.out.println("ready");
    for (int modulus = 2; modulus <= 1 << 20; modulus *= 2) {
      int keep = modulus;
      if (arguments[0].equals("compact")) {
        new Compactor(directory, Compaction.keep(r -> r.userspaceSequence() % keep == 0)).run();
        System.out.println("done " + keep);
      } else {
        new Archiver(directory)
            .through(UpkeepJournalHeads.first(UpkeepJournal.segments(directory).get(1)))
            .moveTo(Path.of(arguments[2]));
        System.out.println("done");
      }
    }
  }
}
