package io.cellplane.standins;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts the three stand-ins so that a person can try a client on them: {@code <folder> <three ports>}. */
final class StandInsByHand {
    private StandInsByHand() {}

    public static void main(String[] args) throws Exception {
        try (StandInCloud cloud = new StandInCloud(
                Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))) {
            System.out.println("export OS_AUTH_URL=" + StandInCloud.at(cloud.identity.address()) + "/v3"
                    + " OS_USERNAME=admin OS_PASSWORD=" + StandInCloud.USERS.admin() + " OS_PROJECT_NAME=admin"
                    + " OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_IDENTITY_API_VERSION=3");
            new CountDownLatch(1).await();
        }
    }
}
