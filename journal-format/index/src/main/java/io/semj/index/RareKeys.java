package io.semj.index;

import static io.semj.index.IndexFileDescriptor.entryHashBits;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * The keys of one kind that few blocks hold: buckets of entries, each some bits of a hash and the
 * ordinal of a block. A search reads one bucket, about {@value #ENTRIES_PER_BUCKET} entries.
 */
final class RareKeys {
  static final int ENTRIES_PER_BUCKET = 8;

  private RareKeys() {}

  static int bucketBits(int entries) {
    int bits = 0;
    while (entries >> bits > ENTRIES_PER_BUCKET) {
      bits++;
    }
    return bits;
  }

  static long length(int entries) {
    return entries == 0 ? 0 : Integer.BYTES * ((1L << bucketBits(entries)) + 1 + entries);
  }

  /**
   * Writes entries at the buffer's position.
   *
   * @param postings in order
   * @param from the first of one kind
   * @param count how many of it
   */
  static void encode(long[] postings, int from, int count, int blockBits, ByteBuffer into) {
    int bucketBits = bucketBits(count);
    int buckets = 1 << bucketBits;
    int at = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      into.putInt(at);
      while (at < count && bucket(Posting.key(postings[from + at]), bucketBits) == bucket) {
        at++;
      }
    }
    into.putInt(at);
    for (int i = 0; i < count; i++) {
      long key = Posting.key(postings[from + i]);
      int hash = entryHash(key, blockBits, bucketBits);
      into.putInt(entry(hash, Posting.block(postings[from + i]), blockBits));
    }
  }

  /**
   * Where the entries of a kind are.
   *
   * @param offset of its buckets
   * @param count of its entries
   * @param bucketBits how many buckets there are
   */
  record Entries(int offset, int count, int bucketBits) {}

  /** Gives the blocks of a key, and with a small probability one of another key. */
  static void find(ByteBuffer file, Entries ofKind, int blockBits, long key, IntConsumer blocks) {
    int offset = ofKind.offset();
    int bucketBits = ofKind.bucketBits();
    int bucket = bucket(key, bucketBits);
    int from = file.getInt(offset + bucket * Integer.BYTES);
    int to = file.getInt(offset + (bucket + 1) * Integer.BYTES);
    Objects.checkFromToIndex(from, to, ofKind.count());
    int entries = offset + ((1 << bucketBits) + 1) * Integer.BYTES;
    int wanted = entryHash(key, blockBits, bucketBits);
    for (int i = from; i < to; i++) {
      int entry = file.getInt(entries + i * Integer.BYTES);
      int block = entry & ((1 << blockBits) - 1);
      if (entry == entry(wanted, block, blockBits)) {
        blocks.accept(block);
      }
    }
  }

  private static int entry(int hash, int block, int blockBits) {
    return hash << blockBits | block;
  }

  private static int bucket(long key, int bucketBits) {
    return (int) (IndexKey.hash(key) >>> (IndexKey.HASH_BITS - bucketBits));
  }

  private static int entryHash(long key, int blockBits, int bucketBits) {
    int bits = entryHashBits(blockBits, bucketBits);
    return (int)
        (IndexKey.hash(key) >>> (IndexKey.HASH_BITS - bucketBits - bits) & ((1L << bits) - 1));
  }
}
