package io.semj.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The digests were made with another implementation of SHA-256. */
class BlockChainTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] JOURNAL_ID = HEX.parseHex("00112233445566778899aabbccddeeff");
  private static final String ANCHOR =
      "40162484e31c72d83acb183c5a77883685fab77d84e71ff39615c811f43d9e99";
  private static final String AFTER_ONE =
      "ec4b9932966d9099c9496b86b5765f6de25be30c5260110975c7fba7778449ef";
  private static final String AFTER_TWO =
      "541fe617e9a387f991316088671b29309fe58056cab73dc6a201280c8fb93974";

  @Test
  void shouldAnchorTheChainInTheJournalId() {
    assertThat(HEX.formatHex(BlockChain.anchor(JOURNAL_ID))).isEqualTo(ANCHOR);
  }

  @Test
  void shouldLinkEveryBlockToAllBeforeIt() {
    BlockChain chain = new BlockChain(HEX.parseHex(ANCHOR));
    ByteBuffer blocks = ByteBuffer.allocateDirect(20);
    blocks.put(1, "block oneblock two".getBytes(US_ASCII));
    chain.link(blocks, 1, 9);
    assertThat(digest(chain)).isEqualTo(AFTER_ONE);
    chain.link(blocks, 10, 9);
    assertThat(digest(chain)).isEqualTo(AFTER_TWO);
  }

  @Test
  void shouldGoOnFromADigestInTheMiddle() {
    BlockChain chain = new BlockChain(new byte[Sha256.DIGEST_LENGTH]);
    chain.restart(HEX.parseHex(AFTER_ONE));
    chain.link(ByteBuffer.wrap("block two".getBytes(US_ASCII)), 0, 9);
    assertThat(digest(chain)).isEqualTo(AFTER_TWO);
  }

  @Test
  void shouldTellWhetherADigestIsItsOwn() {
    BlockChain chain = new BlockChain(HEX.parseHex(AFTER_ONE));
    assertThat(chain.matches(HEX.parseHex("00" + AFTER_ONE), 1)).isTrue();
    assertThat(chain.matches(HEX.parseHex(AFTER_TWO), 0)).isFalse();
  }

  @Test
  void shouldRefuseIdsAndDigestsOfAnotherLength() {
    assertThatThrownBy(() -> BlockChain.anchor(new byte[15]))
        .hasMessage("journal id has the wrong length: expected=16, actual=15");
    assertThatThrownBy(() -> new BlockChain(new byte[31]))
        .hasMessage("digest has the wrong length: expected=32, actual=31");
  }

  private static String digest(BlockChain chain) {
    byte[] digest = new byte[Sha256.DIGEST_LENGTH];
    chain.copyDigest(digest, 0);
    return HEX.formatHex(digest);
  }
}
