package io.semj.subscribe;

import static org.junit.jupiter.api.Assumptions.abort;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The publisher against the rules of Reactive Streams, as its own kit tests them. */
class FlowPublisherTckTest {
  private static final int MOST_EVENTS = 2_000;
  private static final long TIMEOUT_MILLIS = 20_000;
  private static final long SILENCE_MILLIS = 50;

  /** What the kit sleeps for before it looks whether a cancelled subscriber is let go. */
  private static final long LEAVING_MILLIS = 2_000;

  @TempDir private Path temporary;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private int journals;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheRule() {
    return Arrays.stream(FlowPublisherVerification.class.getMethods())
        .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)));
  }

  private void run(Method rule) throws Throwable {
    Verification verification = new Verification();
    verification.setUp();
    try {
      rule.invoke(verification);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SkipException skipped) {
        abort(skipped.getMessage());
      }
      throw e.getCause();
    }
  }

  private Flow.Publisher<SemanticEvent> publisher(long elements) {
    try {
      Path directory = Files.createDirectory(temporary.resolve("journal-" + journals++));
      SemanticJournal journal = Journals.open(directory);
      JournalSubscriptions subscriptions = JournalSubscriptions.of(journal);
      opened.add(subscriptions);
      opened.add(journal);
      for (long i = 0; i < Math.min(elements, MOST_EVENTS); i++) {
        journal.emitEvent(SemanticEvent.builder(EventType.FILESYSTEM_CREATE));
      }
      if (elements <= MOST_EVENTS) {
        journal.close();
      }
      return subscriptions.publisher(EventFilter.ALL, SubscribeFrom.beginning());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Verification extends FlowPublisherVerification<SemanticEvent> {
    Verification() {
      super(new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS, SILENCE_MILLIS), LEAVING_MILLIS);
    }

    @Override
    public Flow.Publisher<SemanticEvent> createFlowPublisher(long elements) {
      return publisher(elements);
    }

    @Override
    public Flow.Publisher<SemanticEvent> createFailedFlowPublisher() {
      try {
        Path directory = Files.createDirectory(temporary.resolve("journal-" + journals++));
        SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal);
        journal.close();
        subscriptions.close();
        return subscriptions.publisher(EventFilter.ALL, SubscribeFrom.beginning());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
