package io.semj.suite.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.suite.measure.Measure;
import io.semj.suite.measure.Task;
import io.semj.suite.subject.Ability;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormTest {
  private static final SubjectInfo DEFAULT = subject("semj-default", EnumSet.allOf(Ability.class));
  private static final SubjectInfo CHRONICLE =
      subject("chronicle", EnumSet.complementOf(EnumSet.of(Ability.QUERY, Ability.RECOVER)));
  private static final SubjectInfo LOG =
      subject("log4j2", EnumSet.of(Ability.EMIT, Ability.MANY_PRODUCERS, Ability.SUSTAIN));

  private static SubjectInfo subject(String name, Set<Ability> abilities) {
    Family family = name.startsWith("semj") ? Family.OURS : Family.PEER;
    return SubjectInfo.of(name, name, family, "", abilities, 1);
  }

  private static List<List<Task>> jvms(Form form, SubjectInfo subject, int round) {
    return form.parts().stream()
        .map(part -> Form.possible(part, subject, round))
        .filter(tasks -> !tasks.isEmpty())
        .toList();
  }

  private static List<Task> tasks(Form form, SubjectInfo subject, int round) {
    return jvms(form, subject, round).stream().flatMap(List::stream).toList();
  }

  @Test
  void shouldMeasureWhatGoalsCompareWithAllSizesAndThreadsInEveryRound() {
    for (int round = 1; round <= Form.FULL.rounds(); round++) {
      List<Task> tasks = tasks(Form.FULL, DEFAULT, round);
      for (Measure measure : List.of(Measure.SATURATED, Measure.BURST, Measure.PACED)) {
        assertThat(tasks)
            .filteredOn(task -> task.measure() == measure)
            .extracting(task -> task.size() + "x" + task.producers())
            .containsExactlyInAnyOrder(
                "256x1", "64x1", "1024x1", "256x2", "256x4", "64x2", "1024x2", "64x4", "1024x4");
      }
    }
  }

  @Test
  void shouldSustainForHalfAMinuteInAJvmOfItsOwn() {
    assertThat(jvms(Form.FULL, CHRONICLE, 3))
        .filteredOn(tasks -> tasks.stream().anyMatch(task -> task.seconds() >= 30))
        .singleElement()
        .satisfies(
            tasks ->
                assertThat(tasks).containsExactly(new Task(Measure.SUSTAINED, 256, 1, 1, 30, 0)));
  }

  @Test
  void shouldMeasureOtherSizesOfOtherSubjectsInTheFirstRoundOnly() {
    assertThat(tasks(Form.FULL, LOG, 1)).extracting(Task::size).contains(64, 256, 1024);
    assertThat(tasks(Form.FULL, LOG, 2)).extracting(Task::size).containsOnly(256);
  }

  @Test
  void shouldOpenOneAndTenGibibytesTheLatterOnce() {
    assertThat(recovered(1)).containsExactly(1024L, 10_240L);
    assertThat(recovered(2)).containsExactly(1024L);
  }

  private static List<Long> recovered(int round) {
    return tasks(Form.FULL, DEFAULT, round).stream()
        .filter(task -> task.measure() == Measure.RECOVERY)
        .map(Task::amount)
        .toList();
  }

  @Test
  void shouldAskNobodyForWhatItIsNotAbleTo() {
    for (Form form : Form.values()) {
      assertThat(tasks(form, LOG, 1))
          .extracting(Task::measure)
          .doesNotContain(Measure.DURABLE, Measure.READ_BACK, Measure.QUERY, Measure.RECOVERY);
    }
  }

  @Test
  void shouldTakeOneTurnASubjectInARoundOfTheShortForm() {
    assertThat(jvms(Form.SHORT, CHRONICLE, 1)).hasSize(1);
    assertThat(tasks(Form.SHORT, DEFAULT, 1))
        .extracting(Task::measure)
        .containsAll(EnumSet.allOf(Measure.class));
  }
}
