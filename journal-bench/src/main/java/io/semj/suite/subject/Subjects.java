package io.semj.suite.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** All subjects that this JVM's class path has. */
public final class Subjects {
  /** The peers that the module {@code journal-bench/peers} brings, and what they are called. */
  public static final Map<String, String> EXPECTED_PEERS =
      Map.of(
          "chronicle", "Chronicle Queue",
          "artemis-nio", "ActiveMQ Artemis journal, NIO",
          "artemis-aio", "ActiveMQ Artemis journal, AIO",
          "aeron", "Aeron Archive, IPC",
          "log4j2", "Log4j 2, asynchronous loggers to a file",
          "rocksdb", "RocksDB, write-ahead log");

  private Subjects() {}

  /**
   * Whether a name stands for settings of this library rather than for one of {@link #all()}.
   *
   * @param name a subject's
   */
  public static boolean isSettings(String name) {
    return SemjVariant.asksForSettings(name);
  }

  /** Limits first, then this library's variants, then peers. */
  public static List<Subject> all() {
    List<Subject> all = new ArrayList<>();
    all.add(new NothingSubject());
    all.addAll(LimitSubject.variants());
    SemjVariant.usual().forEach(variant -> all.add(new SemjSubject(variant)));
    all.add(new FileChannelSubject());
    all.add(new JfrSubject());
    ServiceLoader.load(Subject.class).forEach(all::add);
    return all;
  }

  /**
   * One of them, or this library with other settings.
   *
   * @param name its key, or settings as {@code semj:batch.size=1000+compression=zstd}
   * @throws IllegalArgumentException when there is none
   */
  public static Subject named(String name) {
    if (SemjVariant.asksForSettings(name)) {
      return new SemjSubject(SemjVariant.asked(name));
    }
    return all().stream()
        .filter(subject -> subject.info().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such subject: name=" + name));
  }
}
