package io.cellplane.compute.journal;

import io.cellplane.contracts.host.Command;

/**
 * The newest that this host was told of a server.
 *
 * @param placing 0 as long as nobody has told one
 */
public record Newest(long generation, long placing) {
    /** Of a server that was never here. */
    public static final Newest NONE = new Newest(Long.MIN_VALUE, 0);

    public static Newest of(Command command) {
        return new Newest(command.generation(), command.placing());
    }

    static Newest of(Entry entry) {
        return new Newest(entry.generation(), entry.placing());
    }

    public Newest and(Newest other) {
        return new Newest(Math.max(generation, other.generation), Math.max(placing, other.placing));
    }

    /** Whether that command is about a time that is over. Who knows no placing is judged by the generation. */
    public boolean isNewerThan(Command command) {
        return command.placing() > 0 ? command.placing() < placing : command.generation() < generation;
    }

    /** Whether one of its numbers is this. */
    boolean isFrom(Entry entry) {
        return entry.generation() == generation || (placing > 0 && entry.placing() == placing);
    }
}
