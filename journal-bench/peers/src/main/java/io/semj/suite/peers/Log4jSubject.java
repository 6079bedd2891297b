package io.semj.suite.peers;

import io.semj.suite.subject.Ability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.FileForcing;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.SubjectInfo;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Log4j 2 with all loggers asynchronous, over a Disruptor, into a random-access file. */
public final class Log4jSubject implements Subject {
  private static final long LOOK_AGAIN_NANOS = 50_000;

  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
            "log4j2",
            "Log4j " + Versions.of(LoggerContext.class) + ", asynchronous loggers",
            Family.PEER,
            "AsyncLoggerContextSelector, RandomAccessFile appender without immediate flush, pattern"
                + " %m%n, ring and wait strategy at their defaults",
            EnumSet.of(Ability.EMIT, Ability.MANY_PRODUCERS, Ability.SUSTAIN),
            1)
        .withFlags(
            List.of(
                "-Dlog4j2.contextSelector="
                    + "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector"));
  }

  @Override
  public Session open(Path directory, Workload workload) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    AppenderComponentBuilder file =
        builder
            .newAppender("file", "RandomAccessFile")
            .addAttribute("fileName", directory.resolve("events.log").toString())
            .addAttribute("immediateFlush", false)
            .addAttribute("append", false)
            .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n"));
    builder.add(file);
    builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("file")));
    LoggerContext context = Configurator.initialize(builder.build());
    return new Open((AsyncLoggerContext) context, directory, workload.events());
  }

  private record Open(AsyncLoggerContext context, Path directory, EventPool events)
      implements Session {
    @Override
    public Producer producer() {
      return new Emitter(context.getLogger("events"), events);
    }

    /** The appender flushes when the ring is empty. */
    @Override
    public void awaitAll() throws IOException {
      var ring = context.createRingBufferAdmin();
      while (ring.getRemainingCapacity() < ring.getBufferSize()) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      FileForcing.forceAll(directory);
    }

    @Override
    public void close() {
      Configurator.shutdown(context);
    }
  }

  private static final class Emitter implements Producer {
    private final Logger logger;
    private final String[] texts;
    private int index;

    Emitter(Logger logger, EventPool events) {
      this.logger = logger;
      texts = new String[events.count()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = new String(events.get(i), StandardCharsets.ISO_8859_1);
      }
    }

    @Override
    public void emit() {
      logger.info(texts[index++ & texts.length - 1]);
    }
  }
}
