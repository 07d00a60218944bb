package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.image.ImageProxy;
import io.cellplane.openstack.network.NetworkProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProxiesAwayTest {
    @Test
    void a_service_that_does_not_answer_is_away_and_may_be_asked_again() {
        URI nowhere = URI.create("http://" + ServerCloud.NOWHERE);
        try (HttpClient client = ServiceHttp.client();
                ServerCloud cloud = new ServerCloud(
                        ServerCloud.NOWHERE,
                        Map.of(),
                        new NetworkProxy(new ServiceHttp("network", nowhere, Duration.ofSeconds(5), client)),
                        new ImageProxy(new ServiceHttp("image", nowhere, Duration.ofSeconds(5), client)))) {
            UUID server = cloud.resting("web");
            for (Map.Entry<String, String> asked : Map.of(
                            "/os-networks",
                            "network",
                            "/os-security-groups",
                            "network",
                            "/servers/" + server + "/os-security-groups",
                            "network",
                            "/os-floating-ips",
                            "network",
                            "/os-floating-ip-pools",
                            "network",
                            "/images",
                            "image",
                            "/images/detail",
                            "image")
                    .entrySet()) {
                isAway(cloud.get(MEMBER, "2.35", asked.getKey()), asked.getValue());
            }
            for (String action : List.of("addSecurityGroup", "removeSecurityGroup")) {
                isAway(cloud.act(MEMBER, server, "{\"%s\": {\"name\": \"web\"}}".formatted(action)), "network");
            }
        }
    }

    private static void isAway(Answer answer, String service) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).isEqualTo("The %s service cannot be reached at present.".formatted(service));
        assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
    }
}
