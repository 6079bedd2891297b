package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class ZstdAbsentTest {
  @Test
  void shouldNameTheMissingLibraryAndServeTheOtherCodecsWithoutIt() throws Exception {
    URL[] path = {
      BlockCodecs.class.getProtectionDomain().getCodeSource().getLocation(),
    };
    try (WithoutZstd loader = new WithoutZstd(path, BlockCodecs.class.getClassLoader())) {
      for (BlockCompression compression : BlockCompression.values()) {
        Throwable error = create(loader, compression.name());
        if (compression == BlockCompression.ZSTD) {
          assertThat(error)
              .hasMessage("zstd is not available: needs=com.github.luben:zstd-jni")
              .hasRootCauseInstanceOf(ClassNotFoundException.class);
          assertThat(error.getClass().getSimpleName()).isEqualTo("UnsupportedFeatureException");
        } else {
          assertThat(error).isNull();
        }
      }
    }
  }

  private static Throwable create(ClassLoader loader, String name) throws Exception {
    Class<?> compression = loader.loadClass("io.semj.format.BlockCompression");
    Class<?> codecs = loader.loadClass("io.semj.format.BlockCodecs");
    Object constant = compression.getMethod("valueOf", String.class).invoke(null, name);
    try {
      Object codec = codecs.getMethod("create", compression).invoke(null, constant);
      assertThat(codec).isNotNull();
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  /** Loads the format anew, and finds no zstd-jni. */
  private static final class WithoutZstd extends URLClassLoader {
    WithoutZstd(URL[] path, ClassLoader parent) {
      super(path, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.github.luben.")) {
        throw new ClassNotFoundException(name);
      }
      if (name.startsWith("io.semj.format.") || name.startsWith("io.semj.error.")) {
        synchronized (getClassLoadingLock(name)) {
          Class<?> loaded = findLoadedClass(name);
          return loaded != null ? loaded : findClass(name);
        }
      }
      return super.loadClass(name, resolve);
    }
  }
}
