package io.semj.suite.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semj.bench.BenchDirectory;
import io.semj.bench.ChildJvm;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.SubjectInfo;
import io.semj.suite.subject.Subjects;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What runs in the JVM of one subject: its name, then tasks as JSON, each answered with a {@link
 * Reply}. Without arguments it answers with all subjects of its class path.
 */
public final class SuiteChild {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SuiteChild() {}

  /**
   * The answer to a task.
   *
   * @param figures by name
   * @param histogram compressed, in Base64; null when there is none
   * @param problem why there are no figures; null when there are
   */
  public record Reply(Map<String, Double> figures, String histogram, String problem) {}

  /**
   * Measures.
   *
   * @param args a subject and tasks, or nothing
   * @throws JsonProcessingException when an argument is no task
   */
  public static void main(String[] args) throws JsonProcessingException {
    if (args.length == 0) {
      List<SubjectInfo> infos = Subjects.all().stream().map(Subject::info).toList();
      ChildJvm.answer(JSON.writeValueAsString(infos));
    } else {
      measureAll(args);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // whatever threads a peer leaves behind
  }

  private static void measureAll(String[] args) throws JsonProcessingException {
    Subject subject = Subjects.named(args[0]);
    for (int i = 1; i < args.length; i++) {
      Task task = JSON.readValue(args[i], Task.class);
      Reply reply = reply(subject, task);
      BenchDirectory.settle();
      ChildJvm.answer(JSON.writeValueAsString(reply));
    }
  }

  /**
   * Measures in this JVM.
   *
   * @param subject what
   * @param task how
   */
  @SuppressWarnings("CatchingUnchecked") // whatever a peer throws is its result
  public static Reply reply(Subject subject, Task task) {
    try (BenchDirectory directory = BenchDirectory.create()) {
      Outcome outcome = Meter.of(task.measure()).measure(subject, task, directory.path());
      return new Reply(outcome.figures(), encode(outcome.histogram()), null);
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      return new Reply(Map.of(), null, e.toString());
    }
  }

  private static String encode(Histogram histogram) {
    if (histogram == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }
}
