package dev.capstan.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of the house: who may know whom. */
final class ArchitectureTest {
  /** The modules that the build names, so that a new one is looked at without a word here. */
  static final List<String> MODULES = modules();

  /** The compiled main classes of every module that stands beside this one. */
  static final JavaClasses HOUSE =
      new ClassFileImporter()
          .importPaths(
              MODULES.stream()
                  .map(module -> Path.of("..", module, "target", "classes"))
                  .filter(Files::isDirectory)
                  .toList());

  private static List<String> modules() {
    try {
      String pom = Files.readString(Path.of("..", "pom.xml"));
      return Pattern.compile("<module>([a-z]+)</module>")
          .matcher(pom.substring(0, pom.indexOf("</modules>")))
          .results()
          .map(found -> found.group(1))
          .filter(module -> Files.isDirectory(Path.of("..", module, "src")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyModuleIsLookedAt() {
    Set<String> seen =
        HOUSE.stream()
            .map(c -> c.getPackageName().split("\\.", -1)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(
        seen.containsAll(Set.of("autograd", "ops", "testkit", "losses", "nn", "examples")),
        "modules seen: " + seen);
  }

  @Test
  void theEngineKnowsTheJdkAlone() {
    ArchRuleDefinition.classes()
        .that(resideInAPackage("dev.capstan.autograd.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "dev.capstan.autograd..", "org.jspecify.annotations"))
        .check(HOUSE);
  }

  @Test
  void thereAreNoCyclesBetweenPackagesOfTheLibrary() {
    slices()
        .matching("dev.capstan.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            resideInAPackage("dev.capstan.examples.."), resideInAPackage("dev.capstan.examples.."))
        .check(HOUSE);
  }

  @Test
  void lossesAndLayersNeverMeet() {
    forbid("dev.capstan.losses..", "dev.capstan.nn..");
    forbid("dev.capstan.nn..", "dev.capstan.losses..");
  }

  @Test
  void arrowsPointToTheEngine() {
    forbid(
        "dev.capstan.ops..",
        "dev.capstan.losses..",
        "dev.capstan.nn..",
        "dev.capstan.testkit..",
        "dev.capstan.examples..");
    forbid("dev.capstan.losses..", "dev.capstan.testkit..", "dev.capstan.examples..");
    forbid("dev.capstan.nn..", "dev.capstan.testkit..", "dev.capstan.examples..");
    forbid("dev.capstan.testkit..", "dev.capstan.losses..", "dev.capstan.nn..");
  }

  /** Within the operations: options and kernels stand below them and know nothing of tensors. */
  @Test
  void optionsAndKernelsKnowNoTensor() {
    ArchRuleDefinition.classes()
        .that(resideInAPackage("dev.capstan.ops.option"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "dev.capstan.ops.option", "org.jspecify.annotations"))
        .check(HOUSE);
    noClasses()
        .that(resideInAPackage("dev.capstan.ops.internal.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "dev.capstan.ops", "dev.capstan.ops.transforms..", "dev.capstan.ops.option.."))
        .check(HOUSE);
  }

  /**
   * What {@code Math.exp} and its like give is left to the platform within an ulp or two;
   * StrictMath and the series of the kernels are defined to the bit.
   */
  @Test
  void nothingThatComputesLeavesBitsToThePlatform() {
    Pattern platform =
        Pattern.compile(
            "exp|expm1|log|log1p|log10|pow|cbrt|hypot|a?(sin|cos|tan)|atan2|(sin|cos|tan)h");
    noClasses()
        .that(
            resideInAnyPackage(
                "dev.capstan.ops..",
                "dev.capstan.losses..",
                "dev.capstan.nn..",
                "dev.capstan.text..",
                "dev.capstan.data.."))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "a function of Math that is not defined to the bit",
                access ->
                    access.getTargetOwner().isEquivalentTo(Math.class)
                        && platform.matcher(access.getName()).matches()))
        .check(HOUSE);
  }

  @Test
  void nothingDependsOnBenchmarks() {
    noClasses()
        .that(resideInAPackage("dev.capstan.."))
        .and(DescribedPredicate.not(resideInAPackage("dev.capstan.benchmarks..")))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.capstan.benchmarks.."))
        .check(HOUSE);
  }

  private static void forbid(String from, String... to) {
    noClasses()
        .that(resideInAPackage(from))
        .should()
        .dependOnClassesThat(resideInAnyPackage(to))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void theIncubatorIsNamedByVectorKernelsAlone() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are no vector kernels",
                (JavaClass c) ->
                    !(c.getPackageName().equals("dev.capstan.ops.internal")
                        && c.getSimpleName().startsWith("Vector"))))
        .and(DescribedPredicate.not(INSIDE_A_VECTOR_KERNEL))
        .and(DescribedPredicate.not(MEASURES_THE_PEAK))
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
        .check(HOUSE);
  }

  /** The one class outside that is compiled apart too, and loaded by name. */
  private static final DescribedPredicate<JavaClass> MEASURES_THE_PEAK =
      DescribedPredicate.describe(
          "measure the machine's peak",
          c -> c.getName().equals("dev.capstan.benchmarks.contest.VectorPeakLoops"));

  private static final DescribedPredicate<JavaClass> INSIDE_A_VECTOR_KERNEL =
      DescribedPredicate.describe(
          "stand inside a vector kernel",
          c -> c.getName().startsWith("dev.capstan.ops.internal.Vector"));

  /** The platform's elementary functions, whose bits differ between interpreter and compiler. */
  private static final Set<String> NOT_REPEATABLE =
      Set.of(
          "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "ATAN2", "EXP", "LOG", "LOG10", "LOG1P",
          "EXPM1", "CBRT", "SINH", "COSH", "TANH", "HYPOT", "POW");

  /** So does the sum of a vector's lanes: VectorDoubleLanes has an order of its own. */
  @Test
  void vectorKernelsGiveTheSameBitsInterpretedAndCompiled() {
    for (JavaClass c : HOUSE.that(INSIDE_A_VECTOR_KERNEL)) {
      for (JavaCodeUnit unit : c.getCodeUnits()) {
        boolean reduces =
            unit.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTarget().getName().equals("reduceLanes"));
        for (JavaFieldAccess access : unit.getFieldAccesses()) {
          String name = access.getTarget().getName();
          assertFalse(
              access.getTargetOwner().getSimpleName().equals("VectorOperators")
                  && (NOT_REPEATABLE.contains(name)
                      || reduces && (name.equals("ADD") || name.equals("MUL"))),
              () -> unit.getFullName() + " applies " + name);
        }
      }
    }
  }

  /**
   * JDK 17 inlines no method but the Vector API's own into a large unit; a vector that goes through
   * any other then becomes an object, in each turn of a loop. The sum of lanes stands behind loops.
   */
  @Test
  void noVectorGoesThroughAMethodOfOurs() {
    for (JavaClass c : HOUSE.that(INSIDE_A_VECTOR_KERNEL)) {
      for (JavaMethod method : c.getMethods()) {
        Stream<JavaClass> types =
            Stream.concat(
                method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()));
        assertFalse(
            types.anyMatch(
                    t -> t.getSimpleName().matches("(Double|Float|Long|Int)Vector|VectorMask"))
                && !c.getSimpleName().matches("Vector(Double|Float)Lanes"),
            () -> method.getFullName() + " takes or gives a vector");
      }
    }
  }

  @Test
  void onlyOperationsTouchTheirInternals() {
    noClasses()
        .that(resideInAPackage("dev.capstan.."))
        .and(
            DescribedPredicate.not(
                resideInAnyPackage("dev.capstan.ops..", "dev.capstan.benchmarks..")))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.capstan.ops.internal.."))
        .check(HOUSE);
  }

  @Test
  void onlyProgramsPrint() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage("dev.capstan.examples..", "dev.capstan.benchmarks..")))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(HOUSE);
  }

  /** jqwik is replaceable: generators, the search for a counterexample, and nothing else. */
  @Test
  void jqwikStaysBehindThreeClasses() throws IOException {
    Set<String> importers = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("\nimport net.jqwik")) {
            importers.add(file.getFileName().toString());
          }
        }
      }
    }
    importers.remove("TensorsTest.java");
    assertEquals(Set.of("Falsifier.java", "OpContract.java", "Tensors.java"), importers);
  }
}
