package io.semj.error;

/** Another writer has the journal open. */
public final class JournalLockedException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  private final long holderPid;

  /**
   * A journal that another writer has open.
   *
   * @param directory the journal's directory
   * @param holderPid the process that holds it, -1 if unknown
   */
  public JournalLockedException(String directory, long holderPid) {
    super(
        detail(
            detail("journal is open for writing elsewhere", "directory", directory),
            "pid",
            holderPid < 0 ? "unknown" : holderPid));
    this.holderPid = holderPid;
  }

  /**
   * The process that holds the journal.
   *
   * @return its pid, -1 if unknown
   */
  public long holderPid() {
    return holderPid;
  }
}
