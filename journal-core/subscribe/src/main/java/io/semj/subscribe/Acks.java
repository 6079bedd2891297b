package io.semj.subscribe;

import java.io.Closeable;

/** What a subscription remembers of what is done with. */
interface Acks extends Closeable {
  /** Remembers nothing: for subscriptions without a name. */
  Acks NONE =
      new Acks() {
        @Override
        public void delivering(long sequence) {}

        @Override
        public void delivered(long sequence) {}

        @Override
        public void rest(long position) {}

        @Override
        public void ack(long sequence) {
          throw new IllegalStateException(
              "only named subscriptions with manual acknowledgement are acknowledged by hand");
        }

        @Override
        public void close() {}
      };

  /** An event is about to be given to the listener. */
  void delivering(long sequence);

  /** The listener has taken it. */
  void delivered(long sequence);

  /** Nothing is delivered for now; all up to a position was delivered, or is not wanted. */
  void rest(long position);

  /** The listener's owner says that an event is done with. */
  void ack(long sequence);

  @Override
  void close();
}
