package dev.capstan.exercises;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A test that is red until an exercise is solved. */
@Test
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Exercise {
  /** The number, as {@code 3.2}. */
  String value();

  /** What is asked, in a line. */
  String asks();

  /** A push in the right direction that leaves the answer to be found. */
  String hint();
}
