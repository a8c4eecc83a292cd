package dev.capstan.exercises;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The tests of one chapter's exercises. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Chapter {
  int value();

  String title();

  /** The class with the holes. */
  Class<?> answers();
}
