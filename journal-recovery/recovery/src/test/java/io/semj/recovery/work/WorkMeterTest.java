package io.semj.recovery.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkMeterTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<WorkProgress> heard = new ArrayList<>();
  private long now;
  private final WorkMeter meter = new WorkMeter(heard::add, () -> now);

  private WorkProgress last() {
    return heard.get(heard.size() - 1);
  }

  @Test
  void shouldReportTheBeginningWithoutKnowingARate() {
    meter.begin("scan", 100);
    assertThat(heard).hasSize(1);
    assertThat(last().phase()).isEqualTo("scan");
    assertThat(last().eta()).isEmpty();
    assertThat(last().fraction()).isZero();
  }

  @Test
  void shouldReportTenTimesASecondAtMost() {
    meter.begin("scan", 1_000);
    for (int i = 1; i <= 1_000; i++) {
      now += SECOND / 1_000;
      meter.at(i, i);
    }
    assertThat(heard).hasSize(11);
    meter.end(1_000);
    assertThat(last().fraction()).isEqualTo(1);
    assertThat(last().eta()).contains(Duration.ZERO);
  }

  @Test
  void shouldTellRateAndTimeToGo() {
    meter.begin("scan", 1_000);
    now += SECOND;
    meter.at(100, 50);
    assertThat(last().eventsPerSecond()).isCloseTo(50, within(0.001));
    assertThat(last().eta().orElseThrow().toMillis()).isEqualTo(9_000);
  }

  @Test
  void shouldFollowAChangingRateSoon() {
    meter.begin("scan", 1_000_000);
    for (int i = 1; i <= 10; i++) {
      now += SECOND;
      meter.at(i * 100L, i * 100L);
    }
    for (int i = 1; i <= 10; i++) {
      now += SECOND;
      meter.at(1_000 + i * 1_000L, 1_000 + i * 1_000L);
    }
    assertThat(last().eventsPerSecond()).isBetween(900.0, 1_000.0);
  }

  @Test
  void shouldLeaveTheTimeOutInWhichWorkWasHeld() {
    meter.begin("scan", 1_000);
    now += SECOND;
    meter.at(100, 100);
    now += 100 * SECOND;
    meter.held();
    now += SECOND;
    meter.at(200, 200);
    assertThat(last().eventsPerSecond()).isCloseTo(100, within(0.001));
  }

  @Test
  void shouldRaiseATotalThatTurnsOutTooSmall() {
    meter.begin("scan", 10);
    now += SECOND;
    meter.at(15, 15);
    assertThat(last().total()).isEqualTo(15);
    meter.end(16);
    assertThat(last().events()).isEqualTo(16);
  }
}
