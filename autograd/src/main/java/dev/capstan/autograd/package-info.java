/** The engine: a tape of recorded operations, walked backwards. */
@NullMarked
package dev.capstan.autograd;

import org.jspecify.annotations.NullMarked;
