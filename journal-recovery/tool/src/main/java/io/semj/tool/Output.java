package io.semj.tool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Standard output, of which a failure ends the command. Not thread-safe. */
public final class Output {
  private static final int BUFFER = 64 << 10;

  private final BufferedOutputStream buffered;
  private boolean failed;

  Output(OutputStream out) {
    buffered = new BufferedOutputStream(out, BUFFER);
  }

  /** Nobody takes the output any more, or it cannot be stored. */
  public static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super("cannot write output: " + cause.getMessage(), cause);
    }

    /**
     * Whether the reader has gone, as {@code head} does when it has seen enough.
     *
     * @return whether there is nothing to complain about
     */
    public boolean readerIsGone() {
      String reason = String.valueOf(getCause().getMessage()).toLowerCase(Locale.ROOT);
      return reason.contains("broken pipe") || reason.contains("pipe closed");
    }
  }

  /**
   * Prints a line.
   *
   * @param text of the line
   */
  public void line(String text) {
    try {
      buffered.write(text.getBytes(StandardCharsets.UTF_8));
      buffered.write('\n');
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Prints a line made of a format, in English.
   *
   * @param format as of {@link String#format}
   * @param arguments for it
   */
  public void format(String format, Object... arguments) {
    line(String.format(Locale.ROOT, format, arguments));
  }

  private OutputException failure(IOException cause) {
    failed = true;
    return new OutputException(cause);
  }

  /** Hands on what was printed. A failure is told once. */
  public void flush() {
    if (failed) {
      return;
    }
    try {
      buffered.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * The same output for bytes.
   *
   * @return a stream whose failures are {@link OutputException}s
   */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          buffered.write(bytes, offset, length);
        } catch (IOException e) {
          throw failure(e);
        }
      }

      @Override
      public void flush() {
        Output.this.flush();
      }
    };
  }
}
