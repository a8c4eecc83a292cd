package dev.capstan.benchmarks.contest;

import dev.capstan.ops.DType;
import java.util.List;

/**
 * What a fork is asked to do.
 *
 * @param workloads the names of the rows; none asks for the machine's peaks instead
 * @param dtype as a tensor prints it
 * @param warmUp seconds for each contestant to get warm, if that is enough
 * @param seconds for each contestant to be timed, or the patience with a peak
 * @param peer whom to meet; empty for nobody
 * @param command starts the peer as a process of its own; empty if it is on the class path
 */
public record Spec(
    List<String> workloads,
    String dtype,
    double warmUp,
    double seconds,
    String peer,
    List<String> command) {

  public static Spec peaks(DType dtype, double seconds) {
    return new Spec(List.of(), dtype.toString(), 0, seconds, "", List.of());
  }

  DType precision() {
    return dtype.equals(DType.FLOAT32.toString()) ? DType.FLOAT32 : DType.FLOAT64;
  }
}
