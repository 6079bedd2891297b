package io.semj.recovery.replay;

import io.semj.error.ReplayException;
import io.semj.format.RecordFlyweight;
import java.util.ArrayList;
import java.util.List;

/** Does what the policy says when the handler has thrown. Any thread. */
final class HandlerErrors {
  private final ErrorPolicy policy;
  private final int mostListed;
  private final DeadLetterHandler handler;
  private final List<DeadLetter> listed = new ArrayList<>();
  private long count;

  HandlerErrors(ReplayOptions options) {
    policy = options.onError();
    mostListed = options.maxDeadLetters();
    handler = options.deadLetterHandler().orElse((record, error) -> {});
  }

  /** Returns if the replay goes on. */
  void failed(RecordFlyweight record, RuntimeException error) {
    long sequence = record.userspaceSequence();
    if (policy == ErrorPolicy.STOP) {
      throw new ReplayException(sequence, error);
    }
    try {
      handler.onDeadLetter(record, error);
    } catch (RuntimeException e) {
      e.addSuppressed(error);
      throw new ReplayException(sequence, e);
    }
    note(new DeadLetter(sequence, error));
  }

  private synchronized void note(DeadLetter letter) {
    count++;
    if (listed.size() < mostListed) {
      listed.add(letter);
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized List<DeadLetter> listed() {
    return new ArrayList<>(listed);
  }
}
