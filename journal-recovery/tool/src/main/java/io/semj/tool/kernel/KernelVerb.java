package io.semj.tool.kernel;

import io.semj.core.storage.JournalDirectory;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CompatibilityException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.MalformedKernelEventException;
import io.semj.kernel.BadKernelEvent;
import io.semj.kernel.KernelClock;
import io.semj.kernel.KernelOverflow;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semj kernel}. */
@Command(
    name = "kernel",
    customSynopsis = {
      "semj kernel decode [--skip-bad] FILE",
      "semj kernel encode [--journal] FILE.json OUT.bin",
      "semj kernel import [--skip-bad] [--carry] [--clock-offset NS] KERNEL_JOURNAL DIR",
      "semj kernel export [--flagged] [--carry] [--clock-offset NS] DIR OUT",
      "semj kernel info FILE"
    },
    description = {
      "decode: prints kernel events as JSON, one line each; of a kernel journal or of events alone.",
      "encode: makes kernel events of such JSON.",
      "import: takes the events of a kernel journal that are new into a journal, which is made if"
          + " it is not there.",
      "export: writes the events of a journal as a kernel journal.",
      "info: says what a kernel journal is and how much is in it.",
      "Kernel journals may be files, mount points of a VexFS, devices or pipes."
    })
public final class KernelVerb extends Verb {
  /** What to do. */
  public enum Action {
    /** Kernel events to JSON. */
    DECODE,
    /** JSON to kernel events. */
    ENCODE,
    /** Kernel journal to journal. */
    IMPORT,
    /** Journal to kernel journal. */
    EXPORT,
    /** What a kernel journal is. */
    INFO
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "decode, encode, import, export or info.")
  private Action action;

  @Parameters(index = "1", paramLabel = "FROM", description = "What to read.")
  private Path from;

  @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "What to write.")
  private Path to;

  @Option(names = "--skip-bad", description = "Pass over malformed kernel events.")
  private boolean skipBad;

  @Option(names = "--journal", description = "Write a kernel journal, and not events alone.")
  private boolean asJournal;

  @Option(
      names = "--flagged",
      description = "Export only events of userspace that are flagged for the kernel.")
  private boolean flagged;

  @Option(
      names = "--carry",
      description =
          "Carry what a kernel event cannot hold in its metadata, or take it back from there.")
  private boolean carry;

  @Option(
      names = "--clock-offset",
      paramLabel = "NS",
      description =
          "Nanoseconds from the kernel's clock to the wall clock; 0 leaves timestamps as they are."
              + " Default: of the running system.")
  private Long clockOffset;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public KernelVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    requireOperands();
    requireOptions();
    return switch (action) {
      case DECODE -> new KernelPrinter(terminal(), this::complain).decode(from, skipBad);
      case ENCODE -> encode();
      case IMPORT -> importEvents();
      case EXPORT -> export();
      case INFO -> new KernelPrinter(terminal(), this::complain).info(from);
    };
  }

  private void requireOperands() {
    boolean two = action != Action.DECODE && action != Action.INFO;
    if (two && to == null) {
      throw new ParameterException(spec.commandLine(), "what to write to is missing");
    }
    if (!two && to != null) {
      throw new ParameterException(spec.commandLine(), "too many operands: " + to);
    }
  }

  private void requireOptions() {
    boolean copies = action == Action.IMPORT || action == Action.EXPORT;
    refuse(skipBad && action != Action.DECODE && action != Action.IMPORT, "--skip-bad");
    refuse(asJournal && action != Action.ENCODE, "--journal");
    refuse(flagged && action != Action.EXPORT, "--flagged");
    refuse(carry && !copies, "--carry");
    refuse(clockOffset != null && !copies, "--clock-offset");
  }

  private void refuse(boolean given, String option) {
    if (given) {
      throw new ParameterException(spec.commandLine(), option + " is of no use to " + name());
    }
  }

  private String name() {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private KernelClock clock() {
    return clockOffset == null ? KernelClock.system() : KernelClock.fixed(clockOffset);
  }

  private KernelOverflow overflow() {
    return carry ? KernelOverflow.CARRY_IN_METADATA : KernelOverflow.REFUSE;
  }

  private int encode() {
    long events = KernelFiles.encode(from, to, asJournal);
    out().format("encoded %,d events to %s", events, Terminal.oneLine(to.toString()));
    return ExitCode.OK;
  }

  private int importEvents() {
    return new KernelImport(terminal(), overflow(), clock()).run(from, to, skipBad, this::complain);
  }

  private int export() {
    JournalDirectory journal = JournalPlace.require(from);
    long events = KernelFiles.export(journal, to, flagged, overflow(), clock());
    out().format("exported %,d events to %s", events, Terminal.oneLine(to.toString()));
    return ExitCode.OK;
  }

  private void complain(BadKernelEvent bad) {
    terminal().complain("passed over " + bad.length() + " bytes: " + bad.reason().getMessage());
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    boolean damagedHeader = failure instanceof ChecksumMismatchException && action != Action.EXPORT;
    if (failure instanceof MalformedKernelEventException || damagedHeader) {
      return ExitCode.DAMAGED;
    }
    boolean writes = action == Action.IMPORT || failure instanceof UncheckedIOException;
    int code = super.exitCodeOf(failure);
    boolean nothingToRead =
        failure instanceof JournalNotFoundException || failure instanceof CompatibilityException;
    return writes && code == ExitCode.BAD_INPUT && !nothingToRead ? ExitCode.FAILED : code;
  }
}
