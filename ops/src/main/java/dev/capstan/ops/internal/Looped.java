package dev.capstan.ops.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A function of elements of which {@code VectorForms} makes loops, named as its constant is. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
@interface Looped {
  /**
   * A test of an element's range. Where all elements of a block pass, vectors compute the form
   * whose name ends in Near; elsewhere the function itself is called.
   */
  String value() default "";
}
