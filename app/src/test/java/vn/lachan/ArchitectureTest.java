package vn.lachan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;

/** The rules of the house that Maven cannot see. Each says why. */
@AnalyzeClasses(
    packages = "vn.lachan",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** Contract tests travel between the modules as {@code *-tests.jar}. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  /** Classes whose outermost class is not named after {@code technology}. */
  private static DescribedPredicate<JavaClass> notWithin(String technology) {
    return DescribedPredicate.describe(
        "not within a class named " + technology + "…",
        type -> {
          String name = type.getName().substring(type.getPackageName().length() + 1);
          return !name.startsWith(technology);
        });
  }

  @ArchTest
  static final ArchRule onlyTheApplicationKnowsSpring =
      noClasses()
          .that()
          .resideOutsideOfPackages("vn.lachan", "vn.lachan.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..")
          .because("a restore must run when the platform does not, and tests need no container");

  @ArchTest
  static final ArchRule luceneStaysInClassesNamedLucene =
      noClasses()
          .that(notWithin("Lucene"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.lucene..")
          .because("the event store can be replaced");

  @ArchTest
  static final ArchRule elasticsearchStaysInClassesNamedElasticsearch =
      noClasses()
          .that(notWithin("Elasticsearch"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("co.elastic..")
          .because("the event store can be replaced");

  @ArchTest
  static final ArchRule kafkaStaysInClassesNamedKafka =
      noClasses()
          .that(notWithin("Kafka"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .because("the hand-over can be replaced");

  @ArchTest
  static final ArchRule exceptionsHaveNames =
      GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  @ArchTest
  static final ArchRule nobodyPrints =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("vn.lachan.app.command.Commands$Output")
          .and()
          .haveSimpleNameNotEndingWith("Main")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
          .because("commands are given their streams, so that tests can read them");

  @ArchTest
  static final ArchRule nobodyInjectsFields =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because(
              "reporting clocks, retention and drills are tested with a fixed java.time.Clock");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("vn.lachan.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that()
          .resideInAPackage("vn.lachan..")
          .should(PackageInfoCondition.BE_IN_A_NULL_MARKED_PACKAGE)
          .because("without a @NullMarked package-info NullAway is silent");
}
