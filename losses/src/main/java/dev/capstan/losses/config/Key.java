package dev.capstan.losses.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a configuration writes a component of a record, where it is not its name in snake case. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Key {

  /** The key; empty for the component's name. */
  String value() default "";

  /** A further value that is understood under this key. */
  String also() default "";

  /** The system in whose form this number is whole; empty if it is real in all. */
  String wholeIn() default "";
}
