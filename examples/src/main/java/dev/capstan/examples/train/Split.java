package dev.capstan.examples.train;

import dev.capstan.nn.data.Dataset;
import java.util.List;

/**
 * A data set as a protocol divides it.
 *
 * @param classNames the name of each label
 * @param imageSide the side of the square picture that a row is; 0 if it is none
 */
public record Split(
    String name,
    Protocol protocol,
    Dataset train,
    Dataset test,
    List<String> classNames,
    int imageSide) {}
