package io.semj.suite.peers;

import java.nio.file.Path;
import org.apache.activemq.artemis.ArtemisConstants;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;

/** With Linux's asynchronous writes. */
public final class ArtemisAioSubject extends ArtemisSubject {
  private static final int MAX_IO = 4096;

  /** The subject. */
  public ArtemisAioSubject() {
    super("artemis-aio", "AIO", MAX_IO);
  }

  @Override
  SequentialFileFactory files(Path directory) {
    return new AIOSequentialFileFactory(
        directory.toFile(),
        ArtemisConstants.DEFAULT_JOURNAL_BUFFER_SIZE_AIO,
        ArtemisConstants.DEFAULT_JOURNAL_BUFFER_TIMEOUT_AIO,
        MAX_IO,
        false);
  }

  @Override
  String unavailable() {
    try {
      return AIOSequentialFileFactory.isSupported() ? "" : "libaio is not there";
    } catch (LinkageError e) {
      return "libaio cannot be loaded: " + e.getMessage();
    }
  }
}
