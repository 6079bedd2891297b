package io.semj.suite.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;

/** The JDK's Flight Recorder, for emission only: it drops events silently when it is behind. */
final class JfrSubject implements Subject {
  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
        "jfr",
        "JDK Flight Recorder " + Runtime.version().feature(),
        Family.PEER,
        "one event with a string field, no stack traces, recording to disk; emission only, since it"
            + " drops events silently",
        EnumSet.of(Ability.EMIT, Ability.MANY_PRODUCERS),
        1);
  }

  @Override
  public Session open(Path directory, Workload workload) throws IOException {
    Recording recording = new Recording();
    recording.setToDisk(true);
    recording.setDestination(directory.resolve("events.jfr"));
    recording.enable(TextEvent.class).withoutStackTrace();
    recording.start();
    return new Open(recording, workload.events());
  }

  /** The event. */
  @Label("text")
  @Category("suite")
  @StackTrace(false)
  static final class TextEvent extends Event {
    @Label("text")
    @SuppressWarnings("unused") // the recorder reads it
    private String text = "";
  }

  private record Open(Recording recording, EventPool events) implements Session {
    @Override
    public Producer producer() {
      return new Emitter(events);
    }

    @Override
    public void close() {
      recording.stop();
      recording.close();
    }
  }

  private static final class Emitter implements Producer {
    private final String[] texts;
    private int index;

    Emitter(EventPool events) {
      texts = new String[events.count()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = new String(events.get(i), StandardCharsets.ISO_8859_1);
      }
    }

    @Override
    public void emit() {
      TextEvent event = new TextEvent();
      event.text = texts[index++ & texts.length - 1];
      event.commit();
    }
  }
}
