package dev.capstan.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.benchmarks.contest.Finding;
import dev.capstan.benchmarks.contest.Spec;
import dev.capstan.benchmarks.workload.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
  private static final Conditions HERE = new Conditions(Jdk.running(), Setting.SCALAR);

  private static Spec spec(String peer, String... workloads) {
    return new Spec(List.of(workloads), "float32", 0.01, 0.01, peer, List.of());
  }

  @Test
  void aForkReportsEachOfItsRows() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Spec spec = spec("", "ADD 1000", "SUM 1000");
    assertEquals("", Child.run(HERE.fork(spec, List.of()), spec, findings::add));
    assertEquals(
        List.of("ADD 1000", "SUM 1000"), findings.stream().map(Finding::workload).toList());
    Finding.Score score = findings.get(0).score();
    assertNotNull(score);
    assertTrue(score.micros() > 0);
    assertTrue(score.bytes() >= 4000);
    assertEquals("", score.opponent());
  }

  @Test
  void aPeerThatCannotBeLoadedIsAbsentWithTheReason() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Spec spec = spec("libtorch", "ADD 1000");
    assertEquals("", Child.run(HERE.fork(spec, List.of()), spec, findings::add));
    assertEquals("not on the class path", findings.get(0).absent());
  }

  @Test
  void aForkThatBreaksOffSaysWhy() throws IOException, InterruptedException {
    Spec spec = spec("", "NO SUCH ROW");
    String why = Child.run(HERE.fork(spec, List.of()), spec, f -> {});
    assertTrue(why.startsWith("exit code 1: "), why);
    assertTrue(why.contains("no workload is named NO SUCH ROW"), why);
    ProcessBuilder refused = new ProcessBuilder(Jdk.running().command(), "-XX:NoSuchFlag=1");
    assertTrue(Child.run(refused, spec, f -> {}).contains("NoSuchFlag"));
  }

  @Test
  void settingsBecomeFlagsAndVariables() {
    Conditions avx2 = new Conditions(Jdk.running(), Setting.AVX2);
    assertTrue(avx2.java("Fork", 1, List.of()).contains("-XX:UseAVX=2"));
    assertEquals("Haswell", avx2.environment().get("OPENBLAS_CORETYPE"));
    assertEquals("avx2", avx2.environment().get("ATEN_CPU_CAPABILITY"));
    Conditions two = new Conditions(Jdk.running(), Setting.THREADS);
    assertEquals("2", two.environment().get("OMP_NUM_THREADS"));
    assertEquals("PASSIVE", two.environment().get("OMP_WAIT_POLICY"));
    assertEquals("4", two.environment().get("OPENBLAS_THREAD_TIMEOUT"));
    assertFalse(HERE.environment().containsKey("OPENBLAS_CORETYPE"));
    assertTrue(HERE.java("Fork", 1, List.of()).contains("-Dcapstan.kernels=scalar"));
  }

  @Test
  void timeLeftIsSaidInWordsThatSuitIt() {
    assertEquals("48 s", Progress.duration(48.2));
    assertEquals("12 min", Progress.duration(750));
    assertEquals("2 h 5 min", Progress.duration(7530));
  }
}
