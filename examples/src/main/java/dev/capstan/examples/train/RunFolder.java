package dev.capstan.examples.train;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.train.Checkpoint;
import dev.capstan.nn.train.Checkpoints;
import dev.capstan.ops.Capstan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Where a run keeps its checkpoints, if anywhere. A run goes on from the newest of them, and ends
 * at the very bits at which it would have ended without a stop; so what is there must be of the
 * same command, rows and arithmetic.
 *
 * @param every after how many steps a checkpoint is saved; 0 for once an epoch
 */
public record RunFolder(Optional<Path> folder, int every) {
  /** How many checkpoints are kept. */
  private static final int KEPT = 3;

  private static final String RUN = "run";

  public RunFolder {
    if (every < 0) {
      throw new IllegalArgumentException(
          "--checkpoint-every: got " + every + ", expected 1 or more steps");
    }
  }

  /** Nothing is kept. */
  public static RunFolder none() {
    return new RunFolder(Optional.empty(), 0);
  }

  /** The same run in every respect that decides its bits, or another. */
  record Identity(String command, String rows, String arithmetic) implements Stateful {
    static Identity of(String command, String rows) {
      return new Identity(command, rows, Capstan.fingerprint());
    }

    @Override
    public State state() {
      return State.builder()
          .put("command", command)
          .put("rows", rows)
          .put("arithmetic", arithmetic)
          .build();
    }

    @Override
    public void restore(State state) {
      same("run of '" + state.text("command") + "'", state.text("command"), command);
      same("training set", state.text("rows"), rows);
      same("version of the library or of Java", state.text("arithmetic"), arithmetic);
    }

    private static void same(String what, String there, String here) {
      if (!there.equals(here)) {
        throw new IllegalArgumentException(
            "it is of another " + what + "; go on as it began, or choose another folder");
      }
    }
  }

  /** What rows of numbers are known by. */
  static String checksum(float[] rows) {
    CRC32 sum = new CRC32();
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
    for (float x : rows) {
      sum.update(bytes.putFloat(0, x).array());
    }
    return Long.toHexString(sum.getValue());
  }

  /**
   * Goes on from the newest checkpoint, if there is one.
   *
   * @param whole of the run, without its identity
   * @return a listener that saves
   * @throws IOException if the folder cannot be written, or holds what is of another run
   */
  Optional<Checkpoints> open(Checkpoint whole, Identity identity, int stepsOfAnEpoch)
      throws IOException {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint all = whole.with(RUN, identity);
    Checkpoints checkpoints =
        new Checkpoints(folder.get(), all, KEPT, every == 0 ? Math.max(1, stepsOfAnEpoch) : every);
    Optional<State> newest = checkpoints.state();
    if (newest.isPresent()) {
      try {
        identity.restore(newest.get().part(RUN));
      } catch (IllegalArgumentException e) {
        throw new IOException(checkpoints.all().get(0) + ": cannot go on: " + e.getMessage(), e);
      }
      checkpoints.resume();
    }
    return Optional.of(checkpoints);
  }
}
