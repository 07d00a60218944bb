package io.cellplane.metadata;

import com.sun.net.httpserver.HttpExchange;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The password that a guest has made for itself, encrypted with its user's key: the guest posts it once, its user reads it
 * through the API and may clear it there.
 */
final class Passwords {
    private static final int MOST = 1020;

    private final CellDatabase cell;

    Passwords(CellDatabase cell) {
        this.cell = cell;
    }

    /** Takes in what the guest says. */
    Answer post(UUID server, HttpExchange exchange) throws IOException {
        byte[] said = exchange.getRequestBody().readNBytes(MOST + 1);
        if (said.length > MOST) {
            return Answer.text(400, "Request is too large.");
        }
        for (byte each : said) {
            if (each < 0) {
                return Answer.text(400, "A password is posted as ASCII.");
            }
        }
        return cell.database().write(() -> keep(server, new String(said, StandardCharsets.US_ASCII)));
    }

    private Answer keep(UUID server, String password) {
        ServerRow row = cell.servers().lock(server).orElse(null);
        if (row == null || row.deleted()) {
            return Answer.notFound();
        }
        if (row.moveState() != null) {
            // Its other copy would not have it.
            return Answer.later("The server is on its way to another place.");
        }
        return cell.extras().postPassword(server, password) == 1
                ? Answer.text(200, "")
                : Answer.text(409, "There was a conflict when trying to complete your request.");
    }
}
