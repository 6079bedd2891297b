package io.semj.suite.subject;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.bench.BenchDirectory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectsTest {
  private static final EventPool EVENTS = EventPool.of(64);
  private static final int COUNT = 3_000;

  static List<String> names() {
    return Subjects.all().stream().map(subject -> subject.info().name()).toList();
  }

  private static Session open(Subject subject, BenchDirectory directory, Durability durability)
      throws IOException {
    return subject.open(directory.path(), new Workload(EVENTS, 1, durability));
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldReadBackAllThatWasEmittedAndAwaited(String name) throws IOException {
    Subject subject = Subjects.named(name);
    if (!subject.info().can(Ability.READ)) {
      return;
    }
    try (BenchDirectory directory = BenchDirectory.create()) {
      try (Session session = open(subject, directory, Durability.LATER);
          Producer producer = session.producer()) {
        for (int i = 0; i < COUNT; i++) {
          producer.emit();
        }
        session.awaitAll();
      }
      Workload workload = new Workload(EVENTS, 1, Durability.LATER);
      try (SubjectReader reader = subject.reader(directory.path(), workload)) {
        assertThat(reader.readAll()).isEqualTo(COUNT);
        assertThat(reader.readAll()).as("again").isEqualTo(COUNT);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldAcknowledgeEveryEventOfAGroupCommit(String name) throws IOException {
    Subject subject = Subjects.named(name);
    if (!subject.info().can(Ability.GROUP_COMMIT)) {
      return;
    }
    try (BenchDirectory directory = BenchDirectory.create();
        Session session = open(subject, directory, Durability.GROUP);
        Producer producer = session.producer()) {
      for (int i = 0; i < COUNT; i++) {
        producer.emit();
      }
      await().until(() -> session.acknowledged() == COUNT);
    }
  }

  @Test
  void shouldHaveEachNameOnce() {
    assertThat(names()).doesNotHaveDuplicates().contains("semj-default", "limit-single-fresh");
  }

  @Test
  void shouldRefuseUnknownSubjects() {
    assertThatThrownBy(() -> Subjects.named("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such subject: name=nobody");
  }

  @Test
  void shouldMeasureAnySettingsThatAreAskedFor() throws IOException {
    Subject subject = Subjects.named("semj:compression=zstd+producer=single");
    assertThat(subject.info().title()).isEqualTo("SEMJ compression=zstd, producer=single");
    assertThat(subject.info().can(Ability.MANY_PRODUCERS)).isFalse();
    try (BenchDirectory directory = BenchDirectory.create();
        Session session = open(subject, directory, Durability.EACH);
        Producer producer = session.producer()) {
      producer.emitDurable();
      assertThat(session.acknowledged()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseSettingsThatAreNone() {
    assertThatThrownBy(() -> Subjects.named("semj:compression"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not settings: expected=semj:key=value+key=value");
  }
}
