package io.cellplane.compute.hypervisor.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What libvirt can and its binding cannot, on a connection of its own: the binding's pointers are not shown. */
final class Nmi {
    /** The functions of libvirt by their names. */
    interface Functions extends Library {
        @Nullable Pointer virConnectOpen(String uri);

        int virConnectClose(Pointer connection);

        @Nullable Pointer virDomainLookupByUUIDString(Pointer connection, String uuid);

        int virDomainFree(Pointer domain);

        int virDomainInjectNMI(Pointer domain, int flags);

        @Nullable String virGetLastErrorMessage();
    }

    private static final Functions LIBVIRT = Native.load("virt", Functions.class);

    private Nmi() {}

    /** Interrupts the guest so that its system writes down what it is doing. */
    static void inject(String uri, UUID server) {
        Pointer connection = checked(LIBVIRT.virConnectOpen(uri));
        try {
            Pointer domain = checked(LIBVIRT.virDomainLookupByUUIDString(connection, server.toString()));
            try {
                if (LIBVIRT.virDomainInjectNMI(domain, 0) < 0) {
                    throw failure();
                }
            } finally {
                LIBVIRT.virDomainFree(domain);
            }
        } finally {
            LIBVIRT.virConnectClose(connection);
        }
    }

    private static Pointer checked(@Nullable Pointer pointer) {
        if (pointer == null) {
            throw failure();
        }
        return pointer;
    }

    private static HypervisorFailure failure() {
        return new HypervisorFailure("cannot interrupt the guest: " + LIBVIRT.virGetLastErrorMessage());
    }
}
