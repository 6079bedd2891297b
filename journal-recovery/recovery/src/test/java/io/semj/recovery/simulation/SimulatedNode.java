package io.semj.recovery.simulation;

/**
 * What a name stands for.
 *
 * @param file its content, or null for a directory
 * @param number by which it is told from others
 */
record SimulatedNode(SimulatedFile file, long number) {
  boolean isDirectory() {
    return file == null;
  }
}
