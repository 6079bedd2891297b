package io.semj.suite.report;

import io.semj.suite.measure.Measure;
import io.semj.suite.subject.Ability;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results that a run could have had. */
public final class ResultsFixture {
  public static final Key OURS = new Key(Measure.SATURATED.key(), "semj-default-single", 256, 1);
  public static final Key LIMIT = OURS.of("limit-single-fresh");
  public static final Key RATE = new Key(Measure.SUSTAINED.key(), "semj-default-single", 256, 1);

  private final List<Sample> samples = new ArrayList<>();

  ResultsFixture latency(Key key, String figure, double... rounds) {
    return figures(key, figure, true, rounds);
  }

  ResultsFixture rate(Key key, double... rounds) {
    return figures(key, "events_per_s", false, rounds);
  }

  private ResultsFixture figures(Key key, String figure, boolean times, double... rounds) {
    for (int i = 0; i < rounds.length; i++) {
      String histogram = times ? histogram((long) rounds[i]) : null;
      samples.add(new Sample(key, i + 1, Map.of(figure, rounds[i]), histogram, null));
    }
    return this;
  }

  ResultsFixture problem(Key key, String text) {
    samples.add(new Sample(key, 1, Map.of(), null, text));
    return this;
  }

  private static String histogram(long nanos) {
    Histogram histogram = new Histogram(3);
    for (int i = 1; i <= 1_000; i++) {
      histogram.recordValue(nanos * i / 500 + 1);
    }
    ByteBuffer bytes = ByteBuffer.wrap(new byte[histogram.getNeededByteBufferCapacity()]);
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    byte[] all = new byte[length];
    bytes.get(0, all);
    return Base64.getEncoder().encodeToString(all);
  }

  public Results results() {
    SubjectInfo ours =
        SubjectInfo.of(
            "semj-default-single",
            "SEMJ <single>",
            Family.OURS,
            "as it is",
            EnumSet.of(Ability.EMIT, Ability.SUSTAIN),
            1);
    SubjectInfo limit =
        SubjectInfo.of(
            "limit-single-fresh", "Limit", Family.LIMIT, "", EnumSet.of(Ability.EMIT), 1);
    SubjectInfo absent =
        SubjectInfo.of("chronicle", "Chronicle Queue", Family.PEER, "", EnumSet.of(Ability.EMIT), 0)
            .notHere("its jars are not there");
    return new Results(
        "short",
        Map.of("cores", "1", "date", "2026-11-21T08:00:00Z"),
        Arrays.asList(limit, ours, absent),
        samples);
  }

  Summary summary() {
    return new Summary(results());
  }
}
