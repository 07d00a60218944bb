package io.cellplane.embedded;

/**
 * How far a step of a start has come.
 *
 * @param step what is being done, for a person
 * @param done how much is done, in the same unit as {@code total}
 * @param total the whole; equal to {@code done} when the step is over
 */
public record Progress(String step, long done, long total) {}
