package io.semj.query.agent;

import java.util.concurrent.atomic.AtomicReference;

/** The right of an agent to one stream. Any thread. */
public final class StreamPermit implements AutoCloseable {
  private final StreamPermits owner;
  private final Runnable onRevoked;
  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  private enum State {
    HELD,
    CLOSED,
    REVOKED
  }

  StreamPermit(StreamPermits owner, Runnable onRevoked) {
    this.owner = owner;
    this.onRevoked = onRevoked;
  }

  /**
   * Whether the agent was unregistered while it held the permit: nothing may be given to it any
   * more.
   *
   * @return whether
   */
  public boolean isRevoked() {
    return state.get() == State.REVOKED;
  }

  void revoke() {
    if (state.compareAndSet(State.HELD, State.REVOKED)) {
      onRevoked.run();
    }
  }

  /** Gives the stream back. Again, or after it was revoked: does nothing. */
  @Override
  public void close() {
    if (state.compareAndSet(State.HELD, State.CLOSED)) {
      owner.release(this);
    }
  }
}
