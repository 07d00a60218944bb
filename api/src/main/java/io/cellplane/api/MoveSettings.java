package io.cellplane.api;

import io.micronaut.context.annotation.ConfigurationProperties;

/** How servers may be moved, {@code cellplane.*}. */
@ConfigurationProperties("cellplane")
public class MoveSettings {
    private boolean allowResizeToSameHost;

    /** Whether a resize may choose the host that the server is on. */
    public boolean isAllowResizeToSameHost() {
        return allowResizeToSameHost;
    }

    public void setAllowResizeToSameHost(boolean allowResizeToSameHost) {
        this.allowResizeToSameHost = allowResizeToSameHost;
    }
}
