package io.cellplane.api;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/** The API's own settings, {@code cellplane.api.*}; their defaults are those of {@code cellplane-api.yaml}. */
@ConfigurationProperties("cellplane.api")
public class ApiSettings {
    private String host = "0.0.0.0";
    private int port = 8774;
    private @Nullable String publicUrl;
    private @Nullable String policyFile;
    private int maxLimit = 1000;

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    /** 0 takes a free one. */
    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    /** The address in links; null takes the one that each client used. */
    public @Nullable String getPublicUrl() {
        return publicUrl;
    }

    public void setPublicUrl(@Nullable String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** A YAML file of policy rules that replace the defaults. */
    public @Nullable String getPolicyFile() {
        return policyFile;
    }

    public void setPolicyFile(@Nullable String policyFile) {
        this.policyFile = policyFile;
    }

    /** The most items of one page. */
    public int getMaxLimit() {
        return maxLimit;
    }

    public void setMaxLimit(int maxLimit) {
        this.maxLimit = maxLimit;
    }
}
