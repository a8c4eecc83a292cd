package dev.capstan.testkit.families;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Right functions of one kind, at points of one kind.
 *
 * @param name what the table of rates calls it
 * @param ordinary whether its points are such as one would choose; all others are hard
 * @param draw a random member
 */
public record Family(String name, boolean ordinary, Function<SplittableRandom, Trial> draw) {
  public Family {
    requireNonNull(name, "name");
    requireNonNull(draw, "draw");
  }

  /** All families. */
  public static List<Family> all() {
    return Stream.of(SmoothFamilies.all(), KinkFamilies.all(), HardFamilies.all())
        .flatMap(List::stream)
        .toList();
  }

  static Family ordinary(String name, Function<SplittableRandom, Trial> draw) {
    return new Family(name, true, draw);
  }

  static Family hard(String name, Function<SplittableRandom, Trial> draw) {
    return new Family(name, false, draw);
  }

  @Override
  public String toString() {
    return name;
  }
}
