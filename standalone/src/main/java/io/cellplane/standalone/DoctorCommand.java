package io.cellplane.standalone;

import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.doctor.Finding;
import io.cellplane.standalone.cloud.Elsewhere;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what the services around a cloud lack, and what to do. */
@Command(
        name = "doctor",
        description =
                "Checks what Cellplane needs of identity, image and network service: those of the cloud that runs, or those that"
                        + " are named.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final Data data = new Data();

    @ArgGroup(exclusive = false, heading = "Services that no cloud uses yet:%n")
    private @Nullable ServiceOptions services;

    @Option(names = "--unified-limits", description = "also what limits need that Keystone keeps")
    private boolean unifiedLimits;

    @Override
    public Integer call() {
        Quiet.logs();
        Elsewhere at = services == null ? data.running().services() : services.elsewhere();
        try (OpenStack clients = at.clients()) {
            List<Finding> found = clients.doctor(unifiedLimits).examine();
            found.forEach(each -> System.out.println(each.service() + ": " + each.what() + "\n    " + each.advice()));
            System.out.println(
                    found.isEmpty()
                            ? "Doctor: identity, image and network service have all that is needed."
                            : "Doctor: " + found.size() + " findings.");
            return found.isEmpty() ? 0 : 1;
        }
    }
}
