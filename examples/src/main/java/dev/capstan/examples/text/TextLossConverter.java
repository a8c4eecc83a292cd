package dev.capstan.examples.text;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a loss as the literature writes it. */
final class TextLossConverter implements ITypeConverter<TextLoss> {
  @Override
  public TextLoss convert(String value) {
    for (TextLoss each : TextLoss.values()) {
      if (each.id().equalsIgnoreCase(value.replace('_', '-'))) {
        return each;
      }
    }
    throw new TypeConversionException(
        "'"
            + value
            + "' is no loss; expected one of "
            + Arrays.stream(TextLoss.values()).map(TextLoss::id).toList());
  }
}
