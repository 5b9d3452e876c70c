package vn.lachan.backup.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashEnginesTest {

  private static final HashEngines.Limits QUICK = new HashEngines.Limits(1000, 1, 2, 1);

  @Test
  void beginsWithTheJdk() {
    HashEngines engines = new HashEngines(QUICK, () -> new VectorHashEngine(1));

    assertThat(engines.engineFor(999)).isInstanceOf(JdkHashEngine.class);
    assertThat(engines.trial().reason()).isEqualTo("not tried yet");
  }

  @Test
  void measuresBothAndSaysWhichItUses() {
    HashEngines engines = new HashEngines(QUICK, () -> new VectorHashEngine(1));

    HashEngines.Trial trial = engines.tried();

    assertThat(trial.jdk()).isPositive();
    assertThat(trial.vector()).isPositive();
    assertThat(trial.chosen()).isEqualTo(engines.engine().name());
  }

  @Test
  void staysWithTheJdkWhenTheOtherIsNotClearlyFaster() {
    HashEngines engines =
        new HashEngines(new HashEngines.Limits(0, 1, 2, 1e9), () -> new VectorHashEngine(1));

    assertThat(engines.tried().reason()).isEqualTo("it is not clearly faster");
    assertThat(engines.engine()).isInstanceOf(JdkHashEngine.class);
  }

  @Test
  void staysWithTheJdkWhenTheModuleIsMissing() {
    HashEngines engines =
        new HashEngines(
            QUICK,
            () -> {
              throw new NoClassDefFoundError("jdk/incubator/vector/IntVector");
            });

    assertThat(engines.tried().reason()).contains("it does not run here");
    assertThat(engines.engine()).isInstanceOf(JdkHashEngine.class);
  }
}
