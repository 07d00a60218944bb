package io.cellplane.api.ask;

/** Whether a bus answers at an address, and takes this process for who it is. */
@FunctionalInterface
public interface BusCheck {
    boolean answers(String url);
}
