package io.semj.error;

/** The kernel's own journal file, where a segment of a userspace journal was expected. */
public final class KernelJournalException extends CompatibilityException {
  private static final long serialVersionUID = 1L;

  /**
   * A kernel journal file.
   *
   * @param file the file's name
   */
  public KernelJournalException(String file) {
    super(detail("file is a kernel journal, not a userspace segment", "file", file));
  }
}
