/** The command that checks the gradients of everything built in, and shows a wrong rule caught. */
@NullMarked
package dev.capstan.examples.gradcheck;

import org.jspecify.annotations.NullMarked;
