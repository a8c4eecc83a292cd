package dev.capstan.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one target: what {@link Tape#gradients} returns. Stays valid after the tape is
 * closed.
 *
 * @param <V> the values of the tape
 */
public final class Gradients<V extends Traced<V>> {
  private final Tape tape;
  private final @Nullable V[] adjoints;
  private final boolean keptAll;

  /** Which of the tape's walks this was, counted from 1. */
  private final int walk;

  Gradients(Tape tape, @Nullable V[] adjoints, boolean keptAll, int walk) {
    this.tape = tape;
    this.adjoints = adjoints;
    this.keptAll = keptAll;
    this.walk = walk;
  }

  /**
   * The gradient of the target with respect to a watched value, in the value's form; zero if the
   * target does not depend on it.
   *
   * @throws IllegalArgumentException if the value is not on this tape, or was watched only after
   *     these gradients had been asked for
   */
  public V of(V watched) {
    requireNonNull(watched, "watched");
    Node<V> node = require(watched);
    V gradient = node.index() < adjoints.length ? adjoints[node.index()] : null;
    return gradient == null ? watched.like(i -> 0) : gradient;
  }

  /** Whether the target depends on the value at all: tells a missing gradient from a true zero. */
  public boolean reached(V watched) {
    requireNonNull(watched, "watched");
    Node<V> node = require(watched);
    return node.index() < adjoints.length && adjoints[node.index()] != null;
  }

  private Node<V> require(V value) {
    Node<V> node = value.node();
    if (node == null || node.tape() != tape) {
      throw new IllegalArgumentException(
          "gradients.of: the value ("
              + value.form()
              + (node == null ? "" : ", made by " + node.title())
              + ") is not on the tape of these gradients; "
              + "pass the value that watch(...) returned, not the one given to it");
    }
    boolean later = node.index() >= adjoints.length && node.watched();
    boolean kept = node.index() < adjoints.length && adjoints[node.index()] != null;
    if (!kept && !keptAll && !later && !node.keptBy(walk)) {
      throw new IllegalArgumentException(
          "gradients.of: the gradient of "
              + node.title()
              + " was not kept; call watch(value) before "
              + "gradients(...), or ask with KEEP_ALL");
    }
    return node;
  }

  /** The gradient of each watched value, by name; after the tape is closed, by number. */
  @Override
  public String toString() {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < adjoints.length; i++) {
      if (adjoints[i] != null || !tape.closed() && tape.nodeAt(i).keptBy(walk)) {
        kept.add(i);
      }
    }
    int target = adjoints.length - 1;
    String of = tape.closed() ? "#" + target : tape.nodeAt(target).toString();
    return Listing.screen("gradients of " + of, kept.size(), i -> line(kept.get(i)));
  }

  private String line(int i) {
    V gradient = adjoints[i];
    String name = tape.closed() ? "" : " " + Listing.name(tape.nodeAt(i));
    String is = gradient == null ? "0, not reached" : Listing.value(gradient);
    return "  #" + i + name + ": " + is;
  }
}
