package vn.lachan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A second opinion on the boundaries between the modules. */
class ModularityTest {
  @Test
  void modulesUseEachOtherOnlyThroughTheirRootPackages() {
    ApplicationModules modules = ApplicationModules.of(Application.class);
    assertThat(modules.stream()).hasSizeGreaterThanOrEqualTo(10);
    modules.verify();
  }
}
