package io.cellplane.compute.hypervisor.libvirt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.server.PowerState;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest does by itself is seen from its host: a few instructions in its boot sector. */
class GuestCodeTest extends OneHost {
    GuestCodeTest(@TempDir Path folder) {
        super(folder);
    }

    private String console() {
        return new String(host.hypervisor().console(server).orElseThrow(), US_ASCII);
    }

    /** mov dx, 0x604; mov ax, 0x2000; out dx, ax: the power button of this machine, from within. */
    @Test
    void one_that_switches_itself_off_is_told_and_is_off() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        host.hypervisor().watch(told::incrementAndGet);
        host.hypervisor().spawn(host.doing(server, 0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, 0xf4));
        told.set(0);
        await().atMost(LONG)
                .until(() -> host.hypervisor().guest(server).orElseThrow() == PowerState.SHUTDOWN && told.get() > 0);
    }

    /** mov dx, 0x3f8; mov al, 'A'; out dx, al; jmp to the out: it never ends to write. */
    @Test
    void its_console_is_read_to_a_bound_and_what_it_uses_is_counted() throws InterruptedException {
        host.hypervisor().spawn(host.doing(server, 0xba, 0xf8, 0x03, 0xb0, 'A', 0xee, 0xeb, 0xfd));
        await().atMost(LONG).until(() -> console().length() == ConsoleAnswer.MOST);
        assertThat(console()).endsWith("AAAA");
        GuestDiagnostics used = host.hypervisor().diagnostics(server).orElseThrow();
        assertThat(used.driver()).isEqualTo("libvirt");
        assertThat(used.hypervisor()).isEqualTo("qemu");
        assertThat(used.cpus())
                .singleElement()
                .satisfies(cpu -> assertThat(cpu.nanos()).isPositive());
        assertThat(used.disks()).anySatisfy(disk -> {
            assertThat(disk.device()).isEqualTo("vda");
            assertThat(disk.work())
                    .isNotNull()
                    .satisfies(work -> assertThat(work.readBytes()).isPositive());
        });
        assertThat(used.memoryKib()).isEqualTo(32 * 1024);
        assertThat(used.memory()).containsKey("rss");
    }
}
