package io.cellplane.openstack.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceRefused;
import java.net.http.HttpHeaders;

/** What a service said: never 5xx or 429, which are {@link io.cellplane.openstack.ServiceAway}. */
public record Answer(String service, int status, JsonNode body, HttpHeaders headers) {
    private static final int WORDS_MOST = 255;

    public boolean isNotFound() {
        return status == 404;
    }

    /** The body of a success. @throws ServiceRefused with the service's own words for anything else */
    public JsonNode good() {
        if (status >= 300) {
            throw new ServiceRefused(service, status, words());
        }
        return body;
    }

    /** The message in the error body, whichever of OpenStack's forms it has. */
    public String words() {
        for (String place : new String[] {"/error/message", "/NeutronError/message", "/NeutronError", "/message"}) {
            JsonNode found = body.at(place);
            if (found.isTextual()) {
                String words = found.asText();
                return words.substring(0, Math.min(words.length(), WORDS_MOST));
            }
        }
        return "HTTP " + status;
    }
}
