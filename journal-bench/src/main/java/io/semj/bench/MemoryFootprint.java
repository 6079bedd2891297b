package io.semj.bench;

import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.core.SemanticJournal;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * The resident memory of a JVM with an open default journal that has taken many events, beside that
 * of a JVM that does nothing, both started by this one with its own flags. Linux only.
 *
 * <p>Options: {@code --events 2000000}.
 */
public final class MemoryFootprint {
  private MemoryFootprint() {}

  /**
   * Runs and prints.
   *
   * @param args options
   * @throws IOException when a child cannot be started or its memory not be read
   */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) throws IOException {
    Options options = Options.parse(Map.of("events", "2000000"), args);
    String events = options.text("events");
    ProcessMemory empty = inChild(out, Empty.class);
    ProcessMemory journal = inChild(out, Journal.class, events);
    out.println("empty JVM            " + empty);
    out.println("with an open journal " + journal);
    out.println("the journal's part   " + journal.minus(empty));
  }

  private static ProcessMemory inChild(PrintStream out, Class<?> main, String... args)
      throws IOException {
    try (ChildJvm child = ChildJvm.start(main, args)) {
      out.println(main.getSimpleName() + ": " + child.await());
      return ProcessMemory.of(child.pid());
    }
  }

  /** A JVM that does nothing. */
  static final class Empty {
    private Empty() {}

    public static void main(String[] args) throws IOException {
      ChildJvm.answer("nothing to do");
      ChildJvm.awaitRelease();
    }
  }

  /** A JVM with an open journal. */
  static final class Journal {
    private Journal() {}

    public static void main(String[] args) throws IOException {
      BenchEvents.Reused events = new BenchEvents.Reused();
      try (BenchJournal open = BenchJournal.open(ProducerMode.MULTI, RingPlacement.AUTO)) {
        SemanticJournal journal = open.journal();
        for (long i = Long.parseLong(args[0]); i > 0; i--) {
          journal.emitEvent(events.next());
        }
        ChildJvm.answer("durable up to event " + journal.flush());
        ChildJvm.awaitRelease();
      }
    }
  }
}
