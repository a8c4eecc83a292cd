package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * One file can import every public package by a star, as scripts and JShell do, and use every name.
 */
final class NamesMeetTest {
  /** The public types that a star import of their package brings. */
  static final List<JavaClass> TYPES =
      ArchitectureTest.HOUSE.stream()
          .filter(JavaClass::isTopLevelClass)
          .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
          .filter(c -> !c.getPackageName().matches(".*\\.(internal|examples|benchmarks)(\\..*)?"))
          .toList();

  @Test
  void everyNameIsTheOnlyOneOfItsKind() {
    Set<String> packages =
        TYPES.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(
        packages.containsAll(
            Set.of(
                "dev.capstan.autograd.check",
                "dev.capstan.losses.mining",
                "dev.capstan.nn.layer",
                "dev.capstan.ops.option",
                "dev.capstan.testkit")),
        () -> "packages seen: " + packages);
    List<String> names = TYPES.stream().map(JavaClass::getSimpleName).toList();
    assertEquals("", complaints(packages, names));
  }

  /** A name of java.lang is imported everywhere without a word. */
  @Test
  void noNameIsOneOfTheLanguage() {
    assertEquals(List.of(), TYPES.stream().filter(c -> inTheLanguage(c.getSimpleName())).toList());
    assertTrue(inTheLanguage("Module"));
  }

  private static boolean inTheLanguage(String simpleName) {
    return NamesMeetTest.class.getClassLoader().getResource("java/lang/" + simpleName + ".class")
        != null;
  }

  @Test
  void namesThatMeetAreComplainedAbout() {
    String complaints = complaints(Set.of("java.util", "java.awt"), List.of("List"));
    assertTrue(complaints.contains("reference to List is ambiguous"), complaints);
    assertFalse(complaints.contains("does not exist"), complaints);
  }

  /** What the compiler says of a source that imports the packages and uses the names. */
  private static String complaints(Set<String> packages, List<String> names) {
    String source =
        packages.stream().map(p -> "import " + p + ".*;\n").collect(Collectors.joining())
            + "final class Guest {\n"
            + names.stream()
                .map(n -> "  Class<?> a" + n + " = " + n + ".class;\n")
                .collect(Collectors.joining())
            + "}\n";
    String path =
        ArchitectureTest.MODULES.stream()
            .map(module -> Path.of("..", module, "target", "classes").toString())
            .collect(Collectors.joining(File.pathSeparator));
    return Guest.of(source, path).complaints();
  }
}
