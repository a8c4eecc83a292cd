package dev.capstan.examples.train;

/**
 * What a run is about.
 *
 * @param id as the command line knows the data
 * @param title as a heading
 * @param description one sentence without its full stop
 * @param rows how many rows it has, training and test together
 * @param width numbers in a row
 * @param command the words that begin the command that repeats the run
 * @param recipe sizes and epochs that suit the data
 */
public record About(
    String id,
    String title,
    String description,
    int rows,
    int width,
    String command,
    Recipe recipe) {}
