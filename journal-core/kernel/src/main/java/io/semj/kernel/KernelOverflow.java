package io.semj.kernel;

/** What to do with an event that the kernel's form cannot hold. Nothing is ever cut silently. */
public enum KernelOverflow {
  /** Refuse it with an error that names the field and the sizes. */
  REFUSE,

  /**
   * Carry what does not fit in the kernel event's metadata, from where an import with the same
   * choice takes it back: observability and unknown context fields, the rest of a text, of the
   * payload and of the links, the application's own metadata, userspace flags and the
   * cross-boundary id. Where that does not fit the 2,048 bytes of metadata either, compressed, the
   * event is refused. An event that fits is left as it is.
   */
  CARRY_IN_METADATA
}
