package dev.capstan.examples.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a loss as the literature writes it. */
final class TextLossConverter implements ITypeConverter<TextLoss> {
  @Override
  public TextLoss convert(String value) {
    String name = value.toUpperCase(Locale.ROOT).replace('-', '_');
    for (TextLoss each : TextLoss.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    List<String> known =
        Arrays.stream(TextLoss.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    throw new TypeConversionException("'" + value + "' is no loss; expected one of " + known);
  }
}
