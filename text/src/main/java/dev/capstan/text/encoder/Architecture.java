package dev.capstan.text.encoder;

import java.util.List;
import java.util.Locale;

/** The members of the BERT family: what their files call things, and how they count positions. */
public enum Architecture {
  /** BERT, MiniLM, bge, e5, gte and all that call themselves {@code bert}. */
  BERT(List.of("bert"), "bert."),
  /** RoBERTa and XLM-R: positions are counted from after the padding's number. */
  ROBERTA(List.of("roberta", "xlm-roberta", "camembert"), "roberta."),
  /** DistilBERT: no segments, and names of its own. */
  DISTILBERT(List.of("distilbert"), "distilbert.");

  private static final String[][] DISTILBERT_NAMES = {
    {"encoder.layer.", "transformer.layer."},
    {".attention.self.query.", ".attention.q_lin."},
    {".attention.self.key.", ".attention.k_lin."},
    {".attention.self.value.", ".attention.v_lin."},
    {".attention.output.dense.", ".attention.out_lin."},
    {".attention.output.LayerNorm.", ".sa_layer_norm."},
    {".intermediate.dense.", ".ffn.lin1."},
    {".output.dense.", ".ffn.lin2."},
    {".output.LayerNorm.", ".output_layer_norm."},
  };

  private final List<String> modelTypes;
  private final String prefix;

  Architecture(List<String> modelTypes, String prefix) {
    this.modelTypes = modelTypes;
    this.prefix = prefix;
  }

  static Architecture of(String modelType) {
    for (Architecture each : values()) {
      if (each.modelTypes.contains(modelType.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "model_type: got '"
            + modelType
            + "', expected bert, roberta, xlm-roberta, camembert or distilbert");
  }

  /** What a file may put before every name. */
  String prefix() {
    return prefix;
  }

  /** The position of a text's first piece. */
  int firstPosition(int padding) {
    return this == ROBERTA ? padding + 1 : 0;
  }

  /** What this architecture's files call a parameter of BERT's. */
  String nameInFile(String name) {
    String renamed = name;
    if (this == DISTILBERT && name.startsWith("encoder.")) {
      for (String[] pair : DISTILBERT_NAMES) {
        renamed = renamed.replace(pair[0], pair[1]);
      }
    }
    return renamed;
  }
}
