package io.cellplane.openstack.doctor;

/**
 * Something that a service lacks.
 *
 * @param service {@code identity}, {@code image} or {@code network}
 * @param what is not as it must be, as a sentence
 * @param advice what to do, as a sentence
 */
public record Finding(String service, String what, String advice) {
    @Override
    public String toString() {
        return service + ": " + what + " " + advice;
    }
}
