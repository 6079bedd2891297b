package io.semj.format;

/** What of a block goes into the chain of digests that ties it to all blocks before it. */
public enum ChainMode {
  /**
   * All of its bytes: a journal that keeps its last digest at a safe place is tamper-evident, since
   * nobody can change, exchange or leave out a block without changing the digest.
   */
  SHA256,

  /**
   * Its CRC32: exchanged, lost and damaged blocks are found, at hardly any cost. Bytes that were
   * changed on purpose are not, since a CRC32 is easily kept.
   */
  CRC32
}
