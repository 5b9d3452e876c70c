package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The source is {@code /srv/ho-so}. */
class PathPatternTest {

  private static boolean matches(String pattern, String path) {
    return PathPattern.of(pattern).matches(PathPattern.names(Path.of(path)), 2);
  }

  @ParameterizedTest
  @CsvSource({
    "*.pdf, /srv/ho-so/a.pdf",
    "*.pdf, /srv/ho-so/2026/11/tờ khai.pdf",
    "2026, /srv/ho-so/2026/11/a.xml",
    "2026/11, /srv/ho-so/2026/11/a.xml",
    "2026/11/, /srv/ho-so/2026/11",
    "11/*.xml, /srv/ho-so/2026/11/a.xml",
    "?.xml, /srv/ho-so/ờ.xml",
    "[a-c].xml, /srv/ho-so/b.xml",
    "[^a-c].xml, /srv/ho-so/d.xml",
    "a\\*b, /srv/ho-so/a*b",
    "[[].xml, /srv/ho-so/[.xml",
    "**/b/**/d, /srv/ho-so/a/b/c/c/d",
    "2026/**, /srv/ho-so/2026/11",
    "/srv/*/2026, /srv/ho-so/2026/a",
    "/srv, /srv/ho-so/2026/a",
    "/**/a, /srv/ho-so/2026/a",
    "😀?, /srv/ho-so/😀x",
  })
  void matchesFromAnyFolderOn(String pattern, String path) {
    assertThat(matches(pattern, path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.pdf, /srv/ho-so/a.pdf.tmp",
    "srv, /srv/ho-so/a",
    "ho-so, /srv/ho-so/a",
    "2026/11, /srv/ho-so/2026/12/11",
    "/ho-so/a, /srv/ho-so/a",
    "*/a, /srv/ho-so/a",
    "a.b, /srv/ho-so/axb",
    "A, /srv/ho-so/a",
    "/srv/ho-so/2026, /srv/ho-so/20260",
  })
  void doesNotMatch(String pattern, String path) {
    assertThat(matches(pattern, path)).isFalse();
  }

  @Test
  void knowsWhatMayLieBelow() {
    PathPattern pattern = PathPattern.of("/srv/*/2026/**/x");
    assertThat(pattern.leadsThrough(PathPattern.names(Path.of("/srv/ho-so")))).isTrue();
    assertThat(pattern.leadsThrough(PathPattern.names(Path.of("/srv/ho-so/2025")))).isFalse();
    assertThat(pattern.leadsThrough(PathPattern.names(Path.of("/srv/ho-so/2026/a/b")))).isTrue();
    assertThat(PathPattern.of("a/b").leadsThrough(PathPattern.names(Path.of("/c/d")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[a", "[]", "[a-]", "[-a]", "a\\", "", "/", "./", "../a"})
  void refusesWhatIsNoPattern(String pattern) {
    assertThat(PathPattern.problem(pattern)).isPresent();
  }
}
