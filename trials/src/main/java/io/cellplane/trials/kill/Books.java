package io.cellplane.trials.kill;

import io.cellplane.standalone.client.Records;
import io.cellplane.trials.kill.Clients.Seen;
import java.util.Collection;
import java.util.List;

/** What the hosts of a fleet really have and did, as they, and not our records, know it. */
interface Books {
    /**
     * Compares.
     *
     * @param servers all that there are, as users see them; nobody knows what there is of those in ERROR
     * @return what is there and must not be, or is not and must, in words
     */
    List<String> wrong(Collection<Seen> servers, Records records);
}
