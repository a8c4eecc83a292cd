package dev.capstan.losses.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The constant of a two-valued enum that configurations write as true; the other is false. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface On {}
