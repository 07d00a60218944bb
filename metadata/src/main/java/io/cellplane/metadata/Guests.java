package io.cellplane.metadata;

import com.sun.net.httpserver.HttpExchange;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.guest.Document;
import io.cellplane.guest.GuestDocuments;
import io.cellplane.guest.VendorData;
import io.cellplane.metadata.KnownGuests.Guest;
import io.cellplane.metadata.Proxy.Caller;
import io.cellplane.metadata.Proxy.NotSaid;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Answers guests, as Nova's metadata service does behind Neutron's proxy. */
final class Guests {
    private final Proxy proxy;
    private final KnownGuests known;
    private final Passwords passwords;
    private final GuestSettings settings;

    Guests(CellDatabase cell, KnownGuests known, GuestSettings settings) {
        this.proxy = new Proxy(settings.secret());
        this.known = known;
        this.passwords = new Passwords(cell);
        this.settings = settings;
    }

    /** @throws RuntimeException when the cell's database does not answer in time */
    Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Optional<Document> root = GuestDocuments.root(path);
        if (root.isPresent()) {
            return Answer.of(root.get());
        }
        try {
            Caller caller = proxy.caller(exchange.getRequestHeaders());
            Optional<UUID> server = uuid(caller.server());
            Optional<Guest> guest = server.flatMap(known::find)
                    .filter(found -> found.spec().projectId().equals(caller.project()));
            return guest.isEmpty() ? Answer.notFound() : answer(exchange, path, caller, guest.get());
        } catch (NotSaid e) {
            return e.answer();
        }
    }

    private Answer answer(HttpExchange exchange, String path, Caller caller, Guest guest) throws IOException {
        boolean reads = exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("HEAD");
        if (GuestDocuments.isPassword(path)) {
            if (reads) {
                return Answer.text(200, Objects.requireNonNullElse(guest.password(), ""));
            }
            if (exchange.getRequestMethod().equals("POST")) {
                UUID server = guest.spec().server();
                Answer posted = passwords.post(server, exchange);
                known.forget(server);
                return posted;
            }
            return Answer.text(400, "A password is read or posted.");
        }
        if (!reads) {
            return Answer.text(405, "Only a password is posted.");
        }
        return new GuestDocuments(guest.spec(), () -> VendorData.of(settings.vendorData()), caller.address())
                .at(path)
                .map(Answer::of)
                .orElseGet(Answer::notFound);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(uuid -> uuid.toString().equals(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
