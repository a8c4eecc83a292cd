package dev.capstan.benchmarks.contest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.benchmarks.workload.CapstanTasks;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessPeerTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @Test
  void aContestantInAProcessOfItsOwnDoesTheSameWork() {
    ProcessPeer peer =
        new ProcessPeer(
            "one-thread",
            List.of(
                JAVA,
                "-Dcapstan.threads=1",
                "-Dcapstan.kernels=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                Serve.class.getName()));
    Workload w = Workload.named("TRIPLET_STEP 100×128", DType.FLOAT64);
    Task theirs = peer.prepare(w).orElseThrow();
    Task ours = CapstanTasks.prepare(w);
    assertEquals("capstan, threads=1", peer.name());
    for (int step = 0; step < 2; step++) {
      Outcomes.requireSame(w, peer.name(), ours.outcome(), theirs.outcome());
    }
    assertTrue(theirs.micros(3) > 0);
  }

  @Test
  void aProcessThatEndsIsNamed() {
    ProcessPeer peer = new ProcessPeer("pytorch", List.of(JAVA, "-version"));
    Workload w = Workload.named("ADD 1000", DType.FLOAT32);
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> peer.prepare(w));
    assertTrue(String.valueOf(e.getMessage()).startsWith("pytorch: " + JAVA), e::toString);
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> new ProcessPeer("pytorch", List.of("no-such-python")));
    assertEquals("cannot start no-such-python", e.getMessage());
  }

  @Test
  void doublesComeWithTheLowByteFirst() {
    byte[] one = {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f};
    assertArrayEquals(new double[] {1}, ProcessPeer.doubles(one));
  }
}
