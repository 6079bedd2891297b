package io.semj.subscribe;

import io.semj.core.SemanticJournal;
import java.nio.file.Path;

/**
 * Emits events and takes them by a named subscription until it is killed. Prints every sequence
 * that is taken, and when events are acknowledged by hand, every third one that is acknowledged.
 */
final class SubscribeUntilKilled {
  private SubscribeUntilKilled() {}

  /** Journal directory and acknowledgement mode. */
  public static void main(String[] arguments) {
    SemanticJournal journal = Journals.open(Path.of(arguments[0]));
    JournalSubscriptions subscriptions = JournalSubscriptions.of(journal);
    SubscriptionRequest request = SubscriptionRequest.from(SubscribeFrom.beginning()).named("one");
    boolean byHand = AckMode.valueOf(arguments[1]) == AckMode.MANUAL;
    subscriptions.subscribe(byHand ? request.acknowledgedByHand() : request, taking(byHand));
    for (int number = 1; ; number++) {
      Journals.emit(journal, number, number);
    }
  }

  private static EventListener taking(boolean byHand) {
    return new EventListener() {
      private Subscription self;

      @Override
      public void onSubscribe(Subscription subscription) {
        self = subscription;
      }

      @Override
      public void onEvent(io.semj.event.SemanticEvent event) {
        System.out.println("taken=" + event.sequence());
        if (byHand && event.sequence() % 3 == 0) {
          self.ack(event.sequence());
          System.out.println("acknowledged=" + event.sequence());
        }
      }
    };
  }
}
