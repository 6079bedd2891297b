package io.semj.core.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {
  private static boolean matches(String pattern, String path) {
    return matches(pattern, path.getBytes(UTF_8));
  }

  private static boolean matches(String pattern, byte[] path) {
    return new GlobPattern(pattern).matches(new UnsafeBuffer(path), 0, path.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/a/b /a/b true",
        "/a/* /a/b true",
        "/a/* /a/b/c false",
        "/a/** /a/b/c true",
        "/a/** /a false",
        "**/c /a/b/c true",
        "/**/c /a/b/d false",
        "*.txt a/b.txt false",
        "/a/?.txt /a/ä.txt true",
        "/a/?.txt /a//.txt false",
        "/[a-c]/[!x]* /b/yes true",
        "/[a-c]/[!x]* /b/xes false",
        "/{a,bc}/{d,e*} /bc/eee true",
        "/{a,bc}/{d,e*} /b/eee false",
        "\\*\\* ** true",
        "\\*\\* ab false",
        "/a*b*c/d /axbxbxc/d true",
        "/a*b*c/d /axbx/bxc/d false",
        "**/x*y/**z /p/xqy/r/xy/sz true",
      })
  void shouldMatchAsPathMatchersDo(String pattern, String path, boolean expected) {
    assertThat(matches(pattern, path)).isEqualTo(expected);
    assertThat(FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(path)))
        .isEqualTo(expected && !path.contains("//"));
  }

  @Property(tries = 5_000)
  void shouldAgreeWithThePlatformsPathMatcher(
      @ForAll
          @Chars({'a', 'b', 'é', '/', '*', '?', '{', '}', ',', '[', ']', '!', '\\', '-'})
          @StringLength(min = 1, max = 10)
          String pattern,
      @ForAll @CharRange(from = 'a', to = 'c') @Chars({'é', '/'}) @StringLength(min = 1, max = 10)
          String text) {
    String path = Path.of(text).toString();
    // Class syntax beyond the documented one is left to the platform's regular expressions there.
    boolean odd = pattern.matches(".*(\\[!?[^\\]]*[\\[\\\\,{}!*?-].*|\\[!?\\].*)");
    Boolean expected = odd ? null : platform(pattern, path);
    if (expected != null) {
      assertThat(matches(pattern, path)).as("%s on %s", pattern, path).isEqualTo(expected);
    } else if (!odd) {
      assertThatThrownBy(() -> new GlobPattern(pattern))
          .as(pattern)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Boolean platform(String pattern, String path) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(path));
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  @Test
  void shouldMatchBytesThatAreNoTextByWildcardsOnly() {
    byte[] path = {'/', (byte) 0xC3, 'x', (byte) 0xFF};
    assertThat(matches("/?x?", path)).isTrue();
    assertThat(matches("/*", path)).isTrue();
    assertThat(matches("/\uFFFDx\uFFFD", path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{b", "{a,{b}}", "[a", "[]", "[b-a]", "[a/b]", "a\\"})
  void shouldRefuseAPatternThatIsWrong(String pattern) {
    assertThatThrownBy(() -> new GlobPattern(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pattern=" + pattern);
  }

  @Test
  void shouldRefuseAPatternOfTooManyAlternatives() {
    assertThatThrownBy(() -> new GlobPattern("{a,b}".repeat(11)))
        .hasMessageContaining("too many alternatives: most=1024");
  }

  @Test
  void shouldNotTakeForEverOnManyStars() {
    assertThat(matches("*a".repeat(20) + "b", "a".repeat(5_000))).isFalse();
  }
}
