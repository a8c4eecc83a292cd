/** Generators, contracts and tables for testing operations; published for users' own operations. */
@NullMarked
package dev.capstan.testkit;

import org.jspecify.annotations.NullMarked;
