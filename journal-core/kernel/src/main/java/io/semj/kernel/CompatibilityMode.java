package io.semj.kernel;

/** What a bridge may do. */
public enum CompatibilityMode {
  /** Everything: converts both ways, imports and exports. */
  FULL(true, true, true, true),

  /** Takes from the kernel and gives nothing: converts kernel events, imports. */
  READ_ONLY(true, false, true, false),

  /** Gives to the kernel and takes nothing: converts userspace events, exports. */
  WRITE_ONLY(false, true, false, true),

  /** Converts both ways, and touches no kernel's journal, neither file nor device. */
  MINIMAL(true, true, false, false);

  private final boolean convertsFromKernel;
  private final boolean convertsToKernel;
  private final boolean imports;
  private final boolean exports;

  CompatibilityMode(
      boolean convertsFromKernel, boolean convertsToKernel, boolean imports, boolean exports) {
    this.convertsFromKernel = convertsFromKernel;
    this.convertsToKernel = convertsToKernel;
    this.imports = imports;
    this.exports = exports;
  }

  /** Whether kernel events may be converted. */
  public boolean convertsFromKernel() {
    return convertsFromKernel;
  }

  /** Whether userspace events may be converted. */
  public boolean convertsToKernel() {
    return convertsToKernel;
  }

  /** Whether kernel events may be imported. */
  public boolean imports() {
    return imports;
  }

  /** Whether userspace events may be exported. */
  public boolean exports() {
    return exports;
  }
}
