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
   * whose name ends in Near; elsewhere the function itself is called. After a comma a second test
   * may follow, for the form whose name ends in Left; blocks of both are computed in both forms.
   */
  String value() default "";
}
