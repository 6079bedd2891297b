package io.semj.tool.mend;

import io.semj.core.JournalConfig;
import io.semj.core.RetentionPolicy;
import io.semj.recovery.upkeep.RetentionPlan;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semj retain}. */
@Command(
    name = "retain",
    description =
        "Says which segments a retention policy would remove now. Nothing is removed: that is the"
            + " work of a journal that is open with this policy.")
public final class RetainVerb extends Verb {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--dry-run", description = "Has to be given.")
  private boolean dryRun;

  @Option(names = "--count", paramLabel = "N", description = "So many segments at most.")
  private String count;

  @Option(names = "--age", paramLabel = "TIME", description = "None older than this, as 7d.")
  private String age;

  @Option(names = "--bytes", paramLabel = "SIZE", description = "So many bytes at most, as 10GB.")
  private String bytes;

  @Option(
      names = "--keep-free",
      paramLabel = "SIZE",
      description = "So many bytes of the disk to be left free, if another limit is given.")
  private String keepFree;

  @Option(names = "--json", description = "The plan as one JSON object.")
  private boolean json;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public RetainVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (!dryRun) {
      throw new ParameterException(
          spec.commandLine(), "retain only tells: say --dry-run to show that you know");
    }
    RetentionPolicy policy = policy();
    JournalPlace.require(directory);
    RetentionPlan plan = RetentionPlan.of(directory, policy);
    out().line(json ? plan.toJson() : plan.toString());
    return ExitCode.OK;
  }

  /** Units and limits are those of the settings. */
  private RetentionPolicy policy() {
    Properties settings = new Properties();
    settings.setProperty("semj.directory", directory.toString());
    settings.setProperty("semj.retention.keep.free.bytes", keepFree == null ? "0" : keepFree);
    set(settings, "semj.retention.count", count);
    set(settings, "semj.retention.age", age);
    set(settings, "semj.retention.bytes", bytes);
    return JournalConfig.fromProperties(settings).retention();
  }

  private static void set(Properties settings, String key, String value) {
    if (value != null) {
      settings.setProperty(key, value);
    }
  }
}
