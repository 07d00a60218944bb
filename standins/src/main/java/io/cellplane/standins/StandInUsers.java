package io.cellplane.standins;

/**
 * The passwords of the users that every stand-in cloud has: {@code admin}, {@code demo} and {@code alt} (members of
 * the projects of their names), {@code reader} (reads in demo) and {@code cellplane} (the service's own).
 */
public record StandInUsers(String admin, String demo, String alt, String reader, String cellplane) {
    @Override
    public String toString() {
        return "StandInUsers[…]";
    }
}
