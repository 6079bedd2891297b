package io.semj.subscribe;

import io.semj.core.filter.RecordFilter;
import io.semj.error.JournalException;
import java.util.function.Consumer;

/** What whoever subscribes may see, and for how long. */
interface Access {
  /** Everything, for ever. */
  Access FULL =
      new Access() {
        @Override
        public RecordFilter restrict(RecordFilter filter) {
          return filter;
        }

        @Override
        public Runnable begin(Consumer<JournalException> onRevoked) {
          return () -> {};
        }
      };

  /** Lets a filter see, and want, only what may be seen. */
  RecordFilter restrict(RecordFilter filter);

  /**
   * Begins a subscription.
   *
   * @param onRevoked is told when it has to end
   * @return to be run when it has ended
   */
  Runnable begin(Consumer<JournalException> onRevoked);
}
