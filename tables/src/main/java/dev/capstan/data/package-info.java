/**
 * From a file to an answer: {@link dev.capstan.data.Table} reads it, {@link
 * dev.capstan.data.Schema} says which columns are what and learns from the training rows what
 * preprocessing needs, {@link dev.capstan.data.Splits} sets rows apart, and {@link
 * dev.capstan.data.Encoder} is what a service keeps: schema, preprocessing and net in one file.
 */
@NullMarked
package dev.capstan.data;

import org.jspecify.annotations.NullMarked;
