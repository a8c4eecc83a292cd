package dev.capstan.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What Spark changes from one version to the next is left alone. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES = classes();

  /** Ours alone: of Spark's the names suffice. */
  private static JavaClasses classes() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.capstan.spark");
  }

  @Test
  void nothingOfSparksInternalsIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark.sql.catalyst..",
            "org.apache.spark.sql.execution..",
            "org.apache.spark.sql.internal..",
            "org.apache.spark.scheduler..",
            "org.apache.spark.network..",
            "org.apache.spark.rpc..",
            "org.apache.spark.deploy..",
            "org.apache.spark.internal..",
            "sun..")
        .check(CLASSES);
  }

  /** No network of our own, nor barriers. */
  @Test
  void thereIsNoSocketAndNoBarrier() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.net\\..*Socket.*|org\\.apache\\.spark\\.Barrier.*|.*BlockManager.*")
        .check(CLASSES);
  }
}
