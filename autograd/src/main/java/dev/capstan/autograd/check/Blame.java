package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Form;
import dev.capstan.autograd.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first operation along the tape whose own rule is wrong, and what seems to be the matter.
 *
 * @param op the operation's name
 * @param node its number on the tape
 * @param callSite the line of user code that called it, {@code File.java:line}; null if unknown
 * @param input which of its inputs, counted from 0
 * @param inputForm that input's type and shape
 * @param position the element with the largest error, {@code [1, 2]}
 * @param analytic what the rule gives there
 * @param numeric what differences of the operation give there
 * @param faults likely faults, the likeliest first
 * @param others how many later operations are wrong as well
 * @param tape the operations recorded around it, a line each, as {@code #3 logistic(#2) float64
 *     [3], Model.java:41}; empty if there is no tape
 */
public record Blame(
    String op,
    int node,
    @Nullable String callSite,
    int input,
    String inputForm,
    String position,
    double analytic,
    double numeric,
    List<Fault> faults,
    int others,
    List<String> tape) {

  static final String LEFT_THE_TAPE = "a value that left the tape";

  public Blame {
    requireNonNull(op, "op");
    requireNonNull(inputForm, "inputForm");
    requireNonNull(position, "position");
    requireNonNull(faults, "faults");
    requireNonNull(tape, "tape");
    faults = List.copyOf(faults);
    tape = List.copyOf(tape);
  }

  /** An operation alone: none counted beside it, no tape around it. */
  static Blame of(
      Node<?> node,
      int slot,
      Form input,
      String position,
      double analytic,
      double numeric,
      List<Fault> faults) {
    return new Blame(
        node.op(),
        node.index(),
        node.callSite(),
        slot,
        input.toString(),
        position,
        analytic,
        numeric,
        faults,
        0,
        List.of());
  }

  /** The likeliest fault in a few words. */
  public String fault() {
    return faults.isEmpty() ? "a wrong rule" : faults.get(0).what();
  }

  /** True if no rule is wrong, but a value came to the operation behind the tape's back. */
  boolean leftTheTape() {
    return fault().equals(LEFT_THE_TAPE);
  }

  Blame withOthers(int count) {
    return new Blame(
        op, node, callSite, input, inputForm, position, analytic, numeric, faults, count, tape);
  }

  Blame on(List<String> lines) {
    return new Blame(
        op, node, callSite, input, inputForm, position, analytic, numeric, faults, others, lines);
  }

  /** The operation, its rule's number and that of differences, in one line. */
  String proof() {
    String head =
        "op '"
            + op
            + "' (node "
            + node
            + (callSite == null ? "" : ", called at " + callSite)
            + "), input "
            + input
            + " ("
            + inputForm
            + ") at "
            + position;
    if (Double.isNaN(analytic) && Double.isNaN(numeric)) {
      return head;
    }
    return head
        + (leftTheTape()
            ? ": it changes by " + Numbers.shown(numeric) + " a unit step of the inputs"
            : ": its rule gives "
                + Numbers.shown(analytic)
                + ", differences of the op give "
                + Numbers.shown(numeric));
  }
}
