package io.cellplane.standins;

import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.network.Binding;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.NewPort;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A network service, and this process's client of it. */
abstract class NetworkFixture {
    @TempDir
    Path data;

    StandInCloud cloud;
    Networks networks;
    String demoId;
    String demo;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        networks = cloud.clients.networks();
        demoId = cloud.identity.projectId("demo");
        demo = cloud.login("demo", "demo-pw", "demo");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    static int refusal(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (ServiceRefused refused) {
            return refused.status();
        }
    }

    String admin() {
        return cloud.login("admin", "admin-pw", "admin");
    }

    String shared() {
        return networks.available(cloud.identity.projectId("alt")).getFirst().id();
    }

    NewPort port(String server, String host, String operation, int index) {
        return new NewPort(demoId, shared(), binding(server, host, operation, index), List.of(), null);
    }

    static Binding binding(String server, String host, String operation, int index) {
        return new Binding(server, "compute:nova", host, operation, index);
    }

    Answer call(String method, String path, @Nullable String body, @Nullable String token) {
        return cloud.call(cloud.network.address(), method, path, body, token);
    }
}
