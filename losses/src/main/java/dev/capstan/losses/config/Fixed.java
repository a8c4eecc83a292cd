package dev.capstan.losses.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A key of the system's that is no choice here: it is written before the components. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Fixed.All.class)
public @interface Fixed {

  /** The key. */
  String key();

  /** What is written; empty for null. */
  String value() default "";

  /** What to do for another value; empty if any text is read and has no effect. */
  String remedy() default "";

  /** Several. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Fixed[] value();
  }
}
