/** Losses composed from operations, one file a loss. */
@NullMarked
package dev.capstan.losses;

import org.jspecify.annotations.NullMarked;
