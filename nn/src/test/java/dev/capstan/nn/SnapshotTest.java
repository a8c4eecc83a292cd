package dev.capstan.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread trains while others look. Sizes are large enough for arrays to be written again. */
@Timeout(60)
final class SnapshotTest {
  private static final int STEPS = 1_000;

  /** Two parameters and a table's row that every step moves alike, so that a torn copy shows. */
  private static final class Alike extends NeuralModule {
    final Parameter one;
    final Parameter two;
    final RowTable table;

    Alike(Parameter one, Parameter two, RowTable table) {
      this.one = parameter(one);
      this.two = parameter(two);
      this.table = table(table);
    }

    static Alike fresh() {
      return new Alike(
          new Parameter("one", Tensor.ones(DType.FLOAT64, 40, 30)),
          new Parameter("two", Tensor.ones(DType.FLOAT64, 40, 30)),
          new RowTable("table", Tensor.ones(DType.FLOAT64, 2, 1200)));
    }

    Tensor loss() {
      Tensor rows = table.lookup(IntTensor.of(0));
      return one.value().sum().add(two.value().sum()).add(rows.sum());
    }

    /** What all three have to be. */
    double value() {
      double value = one.value().at(0);
      for (Tensor x : List.of(one.value(), two.value(), table.lookup(IntTensor.of(0)))) {
        for (double e : x.toArray()) {
          assertEquals(value, e);
        }
      }
      return value;
    }

    @Override
    protected Alike copy(Replication copies) {
      return new Alike(copies.of(one), copies.of(two), copies.of(table));
    }
  }

  @Test
  void aReplicaFromAnotherThreadIsWholeOrRefusedAndTrainingGoesOn() throws Exception {
    Alike model = Alike.fresh();
    Alike alone = Alike.fresh();
    AtomicBoolean over = new AtomicBoolean();
    List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    Callable<Integer> looking =
        () -> {
          int whole = 0;
          while (!over.get()) {
            try {
              ((Alike) model.replica()).value();
              whole++;
            } catch (IllegalStateException e) {
              refusals.add(String.valueOf(e.getMessage()));
            }
          }
          return whole;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> lookers = List.of(threads.submit(looking), threads.submit(looking));
      Sgd sgd = new Sgd(model, 1e-3);
      for (int i = 0; i < STEPS || refusals.isEmpty(); i++) {
        sgd.step(model::loss);
      }
      over.set(true);
      for (Future<Integer> looker : lookers) {
        looker.get();
      }
      Sgd same = new Sgd(alone, 1e-3);
      for (int i = 0; i < sgd.steps(); i++) {
        same.step(alone::loss);
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(alone.value(), model.value());
    assertEquals(model.value(), ((Alike) model.replica()).value());
    String expected =
        "replica: thread '"
            + Thread.currentThread().getName()
            + "' is training this module: got a call from thread 'pool-";
    for (String refusal : refusals) {
      assertTrue(refusal.startsWith(expected), refusal);
      assertTrue(
          refusal.endsWith(
              "', expected one from the training thread, or after training; call publish() there"
                  + " between two steps, and replica() of what it returns anywhere"),
          refusal);
    }
  }

  @Test
  void aPublishedSnapshotIsReplicatedByAnyThreadWhileTrainingGoesOn() throws Exception {
    Alike model = Alike.fresh();
    AtomicReference<Snapshot<Alike>> published = new AtomicReference<>(Snapshot.of(model));
    AtomicBoolean over = new AtomicBoolean();
    Callable<Double> serving =
        () -> {
          double last = 1;
          while (!over.get()) {
            double now = Objects.requireNonNull(published.get()).replica().value();
            assertTrue(now <= last, "snapshots follow each other");
            last = now;
          }
          return last;
        };
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Double>> servers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        servers.add(threads.submit(serving));
      }
      Sgd sgd = new Sgd(model, 1e-3);
      for (int i = 0; i < 150; i++) {
        sgd.step(model::loss);
        published.set(Snapshot.of(model));
      }
      over.set(true);
      for (Future<Double> server : servers) {
        server.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(model.value(), Objects.requireNonNull(published.get()).replica().value());
  }

  @Test
  void aSnapshotStaysWhatItWasInEvaluationMode() {
    Alike model = Alike.fresh();
    Snapshot<? extends NeuralModule> before = model.publish();
    double[] weights = model.one.value().toArray();
    Sgd sgd = new Sgd(model, 0.1);
    for (int i = 0; i < 5; i++) {
      sgd.step(model::loss);
    }

    Alike replica = (Alike) before.replica();

    assertArrayEquals(weights, replica.one.value().toArray());
    assertEquals(ModuleMode.EVAL, replica.mode());
    assertEquals(ModuleMode.TRAIN, model.mode());
    assertTrue(replica.one.frozen() && replica.table.frozen() && !model.one.frozen());
  }
}
