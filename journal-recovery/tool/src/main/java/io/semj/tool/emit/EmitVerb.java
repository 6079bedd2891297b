package io.semj.tool.emit;

import io.semj.core.JournalConfig;
import io.semj.core.OverflowPolicy;
import io.semj.core.SyncPolicy;
import io.semj.error.ConfigurationException;
import io.semj.error.JournalNotFoundException;
import io.semj.format.BlockCompression;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Output.OutputException;
import io.semj.tool.SilentLog;
import io.semj.tool.Terminal;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj emit}. */
@Command(
    name = "emit",
    description = {
      "Appends events to a journal, one JSON object a line of standard input, and makes them"
          + " durable. The directory is made if it is not there.",
      "Only \"type\" is needed, for example {\"type\":\"filesystem.create\",\"payload\":\"hello\"};"
          + " the form is that of cat --json."
    })
public final class EmitVerb extends Verb {
  /** How long events may wait for room in the ring; the acknowledger gives up earlier. */
  private static final String OVERFLOW_TIMEOUT = "5m";

  private static final String PREFIX = "semj.";

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = "--ack",
      description =
          "Print {\"sequence\":N} for each event, in the order of the input, as soon as the event"
              + " is durable.")
  private boolean ack;

  @Option(
      names = "--skip-bad",
      description = "Go on behind a line that is no event; the exit code is 2 all the same.")
  private boolean skipBad;

  @Option(
      names = "--sync",
      paramLabel = "POLICY",
      description = "written, interval (default) or batch: when to force without being asked.")
  private SyncPolicy sync;

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description = "none, zlib, lz4 (default) or zstd.")
  private BlockCompression compression;

  @Option(names = "--batch", paramLabel = "N", description = "Events in a block, by default 100.")
  private Integer batch;

  @Option(
      names = "--flush-interval",
      paramLabel = "TIME",
      description = "How often to force under --sync interval, by default 10ms.")
  private String flushInterval;

  @Option(
      names = "--segment-size",
      paramLabel = "SIZE",
      description = "Where to begin a new segment, by default 1GiB.")
  private String segmentSize;

  @Option(
      names = "--full-disk-wait",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = TimeText.OfDuration.class,
      description = "How long to wait for room on a full disk, by default 3s.")
  private Duration fullDiskWait;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any other setting of the journal, such as semj.ring.size=1024. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public EmitVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalPlace.requireNoFile(directory);
    try {
      JournalConfig config = config();
      if (ack) {
        requireNothingDropped(config.overflowPolicy());
      }
      return new EmitSession(terminal(), config).run(ack, skipBad, fullDiskWait);
    } catch (OutputException e) {
      if (!e.readerIsGone()) {
        throw e;
      }
      terminal().complain("nobody reads the acknowledgements any more");
      return ExitCode.FAILED;
    }
  }

  private JournalConfig config() {
    Properties properties = new Properties();
    // All of the disk is for the journal here: whoever wants some kept free says so.
    properties.setProperty("semj.retention.keep.free.bytes", "0");
    properties.setProperty("semj.overflow.timeout", OVERFLOW_TIMEOUT);
    properties.setProperty("semj.close.timeout", "5s");
    settings.forEach(
        (key, value) -> {
          // Properties of others are none of a journal's business, but here they are typing errors.
          if (!key.startsWith(PREFIX)) {
            throw new ConfigurationException(key, "a name that begins with " + PREFIX, value);
          }
          properties.setProperty(key, value);
        });
    properties.setProperty("semj.directory", directory.toString());
    put(properties, "semj.sync.policy", sync == null ? null : sync.name());
    put(properties, "semj.compression", compression == null ? null : compression.name());
    put(properties, "semj.batch.size", batch);
    put(properties, "semj.flush.interval", flushInterval);
    put(properties, "semj.segment.max.bytes", segmentSize);
    SilentLog.apply();
    return JournalConfig.fromProperties(properties);
  }

  /** An event that is dropped can be acknowledged neither truly nor in the order of the input. */
  private static void requireNothingDropped(OverflowPolicy policy) {
    if (policy != OverflowPolicy.BLOCK && policy != OverflowPolicy.FAIL) {
      throw new ConfigurationException(
          "semj.overflow.policy", "block or fail, since --ack answers every event", policy);
    }
  }

  private static void put(Properties properties, String key, Object value) {
    if (value != null) {
      properties.setProperty(key, value.toString().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return failure instanceof ConfigurationException || failure instanceof JournalNotFoundException
        ? ExitCode.BAD_INPUT
        : ExitCode.FAILED;
  }
}
