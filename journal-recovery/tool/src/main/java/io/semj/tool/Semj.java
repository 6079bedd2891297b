package io.semj.tool;

import io.semj.tool.ask.AggVerb;
import io.semj.tool.ask.CausalityVerb;
import io.semj.tool.ask.IndexVerb;
import io.semj.tool.ask.QueryVerb;
import io.semj.tool.checkpoint.CheckpointVerb;
import io.semj.tool.dump.DumpVerb;
import io.semj.tool.emit.EmitVerb;
import io.semj.tool.export.ExportVerb;
import io.semj.tool.kernel.KernelVerb;
import io.semj.tool.look.InfoVerb;
import io.semj.tool.look.SegmentsVerb;
import io.semj.tool.look.StatsVerb;
import io.semj.tool.look.VerifyVerb;
import io.semj.tool.mend.CompactVerb;
import io.semj.tool.mend.RecoverVerb;
import io.semj.tool.mend.ReplayVerb;
import io.semj.tool.mend.RetainVerb;
import io.semj.tool.mend.SalvageVerb;
import io.semj.tool.read.CatVerb;
import io.semj.tool.read.TailVerb;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The command, of which every verb is a part. */
@Command(
    name = "semj",
    description = "Looks into SEMJ journals, fills them, proves and mends them.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Each verb says more with --help. Verbs that only read take no lock, change nothing and may"
          + " be used on a journal that is being written.",
      "Exit codes: 0 done, 1 damage found, 2 bad input, nothing to look at or too damaged to read,"
          + " 3 the journal or the disk failed, 4 done but events are lost, 70 a bug."
    })
public final class Semj implements Runnable {
  private static final Map<String, Function<Terminal, Verb>> VERBS = verbs();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Semj() {}

  private static Map<String, Function<Terminal, Verb>> verbs() {
    Map<String, Function<Terminal, Verb>> verbs = new LinkedHashMap<>();
    verbs.put("info", InfoVerb::new);
    verbs.put("cat", CatVerb::new);
    verbs.put("tail", TailVerb::new);
    verbs.put("query", QueryVerb::new);
    verbs.put("agg", AggVerb::new);
    verbs.put("causality", CausalityVerb::new);
    verbs.put("stats", StatsVerb::new);
    verbs.put("segments", SegmentsVerb::new);
    verbs.put("verify", VerifyVerb::new);
    verbs.put("dump", DumpVerb::new);
    verbs.put("index", IndexVerb::new);
    verbs.put("emit", EmitVerb::new);
    verbs.put("export", ExportVerb::new);
    verbs.put("checkpoint", CheckpointVerb::new);
    verbs.put("recover", RecoverVerb::new);
    verbs.put("salvage", SalvageVerb::new);
    verbs.put("replay", ReplayVerb::new);
    verbs.put("compact", CompactVerb::new);
    verbs.put("retain", RetainVerb::new);
    verbs.put("kernel", KernelVerb::new);
    return verbs;
  }

  /**
   * Runs one verb.
   *
   * @param terminal where it reads from and prints to
   * @param arguments the verb, its options and operands
   * @return an {@link ExitCode}
   */
  public static int run(Terminal terminal, String... arguments) {
    int code;
    try {
      code = commandLine(terminal, arguments).execute(arguments);
    } catch (Throwable e) {
      code = Failures.report(terminal, null, e);
    }
    try {
      terminal.out().flush();
    } catch (Output.OutputException e) {
      int failed = Failures.report(terminal, null, e);
      code = code == ExitCode.OK ? failed : code;
    }
    return code;
  }

  private static CommandLine commandLine(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new Semj());
    Function<Terminal, Verb> asked = arguments.length == 0 ? null : VERBS.get(arguments[0]);
    if (asked != null) {
      // The others would only take time.
      line.addSubcommand(arguments[0], asked.apply(terminal));
    } else {
      VERBS.forEach((name, verb) -> line.addSubcommand(name, verb.apply(terminal)));
    }
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(terminal.out().stream(), StandardCharsets.UTF_8), true);
    Ansi ansi = terminal.color() ? Ansi.ON : Ansi.OFF;
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setOut(out)
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setParameterExceptionHandler((e, args) -> refuse(terminal, e))
        .setExecutionExceptionHandler(
            (e, command, parsed) ->
                Failures.report(terminal, command.getCommand() instanceof Verb v ? v : null, e));
  }

  private static int refuse(Terminal terminal, ParameterException refused) {
    terminal.complain(
        refused.getMessage()
            + " (see "
            + refused.getCommandLine().getCommandSpec().qualifiedName()
            + " --help)");
    return ExitCode.BAD_INPUT;
  }

  /** Without a verb there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "verb is missing");
  }
}
