package dev.capstan.losses.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of a loss, or of a part of one, in configurations. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Named {

  /** The name. */
  String value();

  /**
   * The system that the name is from, by which it is known too: {@code torch} for {@code
   * torch_l1_loss}. Empty if there is no second name.
   */
  String system() default "";
}
