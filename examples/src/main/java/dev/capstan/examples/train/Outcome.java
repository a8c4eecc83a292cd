package dev.capstan.examples.train;

import dev.capstan.nn.Layer;
import dev.capstan.nn.train.History;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run has found.
 *
 * @param model the trained net
 * @param untrained the score of the same net with its random first weights
 * @param trained the embedding's score; its seconds are those of training alone
 * @param lossHistory the mean loss of each epoch
 * @param recallHistory Recall@1 on the test rows before training and after each epoch
 * @param before the test rows embedded by the untrained net
 * @param after the test rows embedded by the trained net
 * @param history what was measured after each epoch
 */
public record Outcome(
    Settings settings,
    Split split,
    Layer model,
    Score untrained,
    Score trained,
    List<Double> lossHistory,
    List<Double> recallHistory,
    Tensor before,
    Tensor after,
    History history) {

  /** How many epochs were trained. */
  public int epochs() {
    return lossHistory.size();
  }

  /** Whether all epochs that were asked for were trained. */
  public boolean isComplete() {
    return epochs() == settings.recipe().epochs();
  }

  /** Writes {@code history.csv} and {@code history.jsonl}: loss and Recall@1 of each epoch. */
  public void saveHistory(Path folder) throws IOException {
    history.saveCsv(folder.resolve("history.csv"));
    history.saveJsonLines(folder.resolve("history.jsonl"));
  }
}
