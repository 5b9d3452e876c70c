package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
  @TempDir Path folder;

  @Test
  void readsBuiltInRulesOutOfAJar() throws IOException {
    Path jar = folder.resolve("x.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name :
          List.of("rules/", "rules/b/", "rules/b/b.yml", "rules/a.yml", "other.yml")) {
        out.putNextEntry(new JarEntry(name));
        out.write(name.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertThat(RuleFiles.builtIn(classes))
          .extracting(RuleFiles.RuleFile::name)
          .containsExactly("rules/a.yml", "rules/b/b.yml");
    }
  }

  @Test
  void leavesTestsAndOtherFilesAside() throws IOException {
    for (String name : List.of("a.yml", "a.test.yml", "b.yaml", "README.md")) {
      Files.writeString(folder.resolve(name), "x: 1");
    }

    assertThat(RuleFiles.external(List.of(folder)))
        .extracting(file -> Path.of(file.name()).getFileName().toString())
        .containsExactly("a.yml", "b.yaml");
  }

  @Test
  void makesAProblemOfAFileThatIsNotText() throws IOException {
    Path file = Files.write(folder.resolve("a.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(RuleSet.load(List.of(file)).rejected().getFirst().reason())
        .isEqualTo("is not UTF-8 text");
  }
}
