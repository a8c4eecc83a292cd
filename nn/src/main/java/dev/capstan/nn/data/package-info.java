/** Data sets, their files, and how batches are drawn from them. */
@NullMarked
package dev.capstan.nn.data;

import org.jspecify.annotations.NullMarked;
