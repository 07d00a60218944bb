package io.cellplane.api;

import io.cellplane.db.api.Quota;
import io.micronaut.context.annotation.ConfigurationProperties;

/** What each project may have, {@code cellplane.quota.*}; -1 is no limit; ram in MiB. */
@ConfigurationProperties("cellplane.quota")
public class QuotaSettings {
    private int instances = 10;
    private int cores = 20;
    private int ram = 51200;
    private int metadataItems = 128;
    private int keyPairs = 100;
    private int serverGroups = 10;
    private int serverGroupMembers = 10;
    private int injectedFiles = 5;
    private int injectedFileContentBytes = 10240;

    /** What the ledger of quota enforces. */
    public Quota.Limits limits() {
        return new Quota.Limits(instances, cores, ram);
    }

    public int getInstances() {
        return instances;
    }

    public void setInstances(int instances) {
        this.instances = instances;
    }

    public int getCores() {
        return cores;
    }

    public void setCores(int cores) {
        this.cores = cores;
    }

    public int getRam() {
        return ram;
    }

    public void setRam(int ram) {
        this.ram = ram;
    }

    public int getMetadataItems() {
        return metadataItems;
    }

    public void setMetadataItems(int metadataItems) {
        this.metadataItems = metadataItems;
    }

    public int getKeyPairs() {
        return keyPairs;
    }

    public void setKeyPairs(int keyPairs) {
        this.keyPairs = keyPairs;
    }

    public int getServerGroups() {
        return serverGroups;
    }

    public void setServerGroups(int serverGroups) {
        this.serverGroups = serverGroups;
    }

    public int getServerGroupMembers() {
        return serverGroupMembers;
    }

    public void setServerGroupMembers(int serverGroupMembers) {
        this.serverGroupMembers = serverGroupMembers;
    }

    public int getInjectedFiles() {
        return injectedFiles;
    }

    public void setInjectedFiles(int injectedFiles) {
        this.injectedFiles = injectedFiles;
    }

    public int getInjectedFileContentBytes() {
        return injectedFileContentBytes;
    }

    public void setInjectedFileContentBytes(int injectedFileContentBytes) {
        this.injectedFileContentBytes = injectedFileContentBytes;
    }
}
