package io.semj.demo;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A progress bar on a terminal, and a line now and then anywhere else. Any thread. */
final class Progress {
  private static final String TERMINALS = "/dev/(pts/|tty|console).*";
  private static final int WIDTH = 32;
  private static final int PERCENT = 100;
  private static final int LINE_EVERY_PERCENT = 25;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PrintStream out;
  private final boolean terminal;
  private String phase = "";
  private long total;
  private long done;
  private long drawnAt;
  private int drawnPercent;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether standard error is a terminal, as far as that can be told. */
  static boolean isTerminal() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString().matches(TERMINALS);
    } catch (IOException | UnsupportedOperationException notLinux) {
      return consoleIsTerminal();
    }
  }

  // Later JDKs have a console without a terminal too, and a method to tell, which is asked.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean consoleIsTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return true;
    }
  }

  synchronized void begin(String newPhase, long expected) {
    phase = newPhase;
    total = Math.max(1, expected);
    done = 0;
    drawnPercent = 0;
    drawnAt = System.nanoTime();
    if (terminal) {
      draw();
    }
  }

  synchronized void step() {
    at(done + 1);
  }

  synchronized void at(long newDone, long newTotal) {
    total = Math.max(1, newTotal);
    at(newDone);
  }

  synchronized void at(long newDone) {
    done = Math.min(total, newDone);
    long now = System.nanoTime();
    if (terminal ? now - drawnAt >= REDRAW_NANOS : percent() >= drawnPercent + LINE_EVERY_PERCENT) {
      drawnAt = now;
      draw();
    }
  }

  synchronized void end() {
    done = total;
    if (terminal) {
      draw();
      out.println();
    } else if (drawnPercent < PERCENT) {
      draw();
    }
  }

  private int percent() {
    return (int) (PERCENT * done / total);
  }

  private void draw() {
    int percent = percent();
    if (terminal) {
      int filled = WIDTH * percent / PERCENT;
      out.printf(
          "\r%-10s [%s%s] %3d %%", phase, "#".repeat(filled), ".".repeat(WIDTH - filled), percent);
      out.flush();
    } else {
      out.printf("%-10s %3d %%%n", phase, percent);
    }
    drawnPercent = percent;
  }
}
