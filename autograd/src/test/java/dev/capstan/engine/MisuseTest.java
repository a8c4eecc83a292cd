package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Misuse is answered with what was done, and with what to do instead. */
final class MisuseTest {

  private static void refused(
      Class<? extends RuntimeException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  @Test
  void aTargetThatNothingWatchedLeadsTo() {
    try (Tape tape = new Tape()) {
      refused(
          IllegalArgumentException.class,
          "gradients: the value (double) is a constant, nothing watched leads to it; "
              + "compute it from values that watch(...) returned",
          () -> tape.gradients(Scalar.of(1)));
    }
  }

  @Test
  void aTargetOfAnotherTape() {
    try (Tape tape = new Tape();
        Tape other = new Tape()) {
      Scalar y = other.watch(Scalar.of(1)).sin();
      refused(
          IllegalArgumentException.class,
          "gradients: the value made by 'sin' is on "
              + title(other)
              + ", not on "
              + title(tape)
              + "; ask the tape that recorded it",
          () -> tape.gradients(y));
    }
  }

  @Test
  void aTargetThatOutlivedItsTape() {
    Scalar y;
    try (Tape old = new Tape()) {
      y = old.watch(Scalar.of(1)).sin();
    }
    try (Tape tape = new Tape()) {
      refused(
          IllegalArgumentException.class,
          "gradients: the value (double) has outlived its tape and is a constant; "
              + "ask inside the try block that recorded it, or watch it on this tape",
          () -> tape.gradients(y));
    }
  }

  @Test
  void aClosedTape() {
    Tape tape = new Tape();
    Scalar y = tape.watch(Scalar.of(1)).sin();
    tape.close();
    String remedy = ": the tape is closed; ask inside the try block that opened it";
    refused(IllegalStateException.class, "gradients" + remedy, () -> tape.gradients(y));
    refused(
        IllegalStateException.class, "gradients" + remedy, () -> tape.gradients(y, Scalar.of(1)));
    refused(IllegalStateException.class, "watch" + remedy, () -> tape.watch(Scalar.of(1)));
    refused(IllegalStateException.class, "onGradient" + remedy, () -> tape.onGradient(y, g -> g));
    Node<Scalar> node = Objects.requireNonNull(y.node());
    refused(
        IllegalStateException.class,
        "node: its tape is closed and holds no values any more; ask before close()",
        node::value);
  }

  @Test
  void twoTapesOfTheUserMixed() {
    try (Tape first = new Tape();
        Tape second = new Tape()) {
      Scalar x = first.watch(Scalar.of(1)).sin();
      Scalar y = second.watch(Scalar.of(2)).exp();
      refused(
          IllegalStateException.class,
          "times: inputs from two tapes: 'exp' is on "
              + title(second)
              + ", 'sin' is on "
              + title(first)
              + "; record both on one tape, or pass detach() of one of them",
          () -> x.times(y));
      refused(
          IllegalStateException.class,
          "watch: the value (made by 'sin') is recorded on another open tape; "
              + "compute on that tape, or pass detach() of the value",
          () -> second.watch(x));
    }
  }

  @Test
  void anotherThread() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(1));
      Scalar y = x.sin();
      String owner = Thread.currentThread().getName();
      refusedInThread(
          "gradients: "
              + title(tape)
              + " belongs to thread '"
              + owner
              + "', called from 'worker'; open a tape in each thread",
          () -> tape.gradients(y));
      refusedInThread(
          "cos: "
              + title(tape)
              + " belongs to thread '"
              + owner
              + "', called from 'worker'; open a tape in each thread",
          x::cos);
    }
  }

  private static void refusedInThread(String message, Runnable call) {
    CompletableFuture<Void> run =
        CompletableFuture.runAsync(call, body -> new Thread(body, "worker").start());
    CompletionException e = assertThrows(CompletionException.class, run::join);
    Throwable cause = Objects.requireNonNull(e.getCause());
    assertEquals(IllegalStateException.class, cause.getClass());
    assertEquals(message, cause.getMessage());
  }

  @Test
  void aGradientOfWhatWasGivenToWatchInsteadOfWhatItReturned() {
    try (Tape tape = new Tape()) {
      Scalar given = Scalar.of(1);
      Scalar x = tape.watch(given);
      Scalar inner = x.sin();
      Gradients<Scalar> g = tape.gradients(inner.exp());
      refused(
          IllegalArgumentException.class,
          "gradients.of: the value (double) is not on the tape of these gradients; "
              + "pass the value that watch(...) returned, not the one given to it",
          () -> g.of(given));
      refused(
          IllegalArgumentException.class,
          "gradients.of: the gradient of #1 sin double was not kept; call watch(value) before "
              + "gradients(...), or ask with KEEP_ALL",
          () -> g.of(inner));
      refused(
          IllegalArgumentException.class,
          "gradients.of: the gradient of #1 sin double was not kept; call watch(value) before "
              + "gradients(...), or ask with KEEP_ALL",
          () -> g.reached(inner));
    }
  }

  @Test
  void anOperationWithTooFewOrTooManyRules() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(1));
      refused(
          IllegalStateException.class,
          "cube: got 1 rule(s), expected one for each of 2 input(s); add vjp(...)",
          () -> Primitive.of("cube", x, x).value((u, v) -> u).vjp((Scalar g) -> g).record());
      refused(
          IllegalStateException.class,
          "cube: more rules than inputs: got a rule beyond 1 input(s)",
          () -> Primitive.of("cube", x).vjp((Scalar g) -> g).vjp((Scalar g) -> g));
      refused(
          IllegalStateException.class,
          "cube: a joint rule without a twin; name the plain form with twin(...)",
          () -> Primitive.of("cube", x).value(v -> v).joint((g, y) -> new Scalar[] {g}).record());
      refused(
          IllegalStateException.class,
          "cube: no function; call value(...) before record()",
          () -> Primitive.of("cube", x).vjp((Scalar g) -> g).record());
    }
  }

  @Test
  void aLeafHasNothingToReplay() {
    try (Tape tape = new Tape()) {
      Node<Scalar> leaf = Objects.requireNonNull(tape.watch(Scalar.of(1)).node());
      refused(
          IllegalStateException.class,
          "replay: a watched leaf has no inputs",
          () -> leaf.replay(List.of()));
    }
  }

  /** What messages call a tape: the first line of its print. */
  private static String title(Tape tape) {
    return tape.toString().lines().findFirst().orElseThrow();
  }
}
