package io.millrace.faults.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Marks what one process sends, on sockets open and to come, with a number that packet filters know: a control
/// group of the kind `net_cls`. Linux keeps it for us wherever its hierarchy is mounted.
final class SenderGroup {

    private static final Path CONTROLLERS = Path.of("/proc/cgroups");

    private final Path mount;
    private final Path group;
    private final long pid;
    private final int mark = ThreadLocalRandom.current().nextInt(0x10000, Integer.MAX_VALUE);

    private SenderGroup(Path mount, long pid) {
        this.mount = mount;
        this.pid = pid;
        this.group = mount.resolve("millrace-" + ProcessHandle.current().pid() + "-" + pid + "-" + mark);
    }

    /// Why this machine cannot do it.
    static Optional<String> unavailable() {
        try (Stream<String> lines = Files.lines(CONTROLLERS)) {
            return lines.anyMatch(line -> line.startsWith("net_cls\t") && line.endsWith("\t1"))
                    ? Optional.empty()
                    : Optional.of("the kernel has no control groups of the kind net_cls");
        } catch (IOException e) {
            return Optional.of("the kernel has no control groups");
        }
    }

    /// Chooses a mark; marks nothing yet.
    static SenderGroup of(long pid) {
        try {
            return new SenderGroup(Files.createTempDirectory("millrace-net-cls-"), pid);
        } catch (IOException e) {
            throw new FaultException("no temporary folder can be made", e);
        }
    }

    int mark() {
        return mark;
    }

    void enter() {
        Machine.run("mount", "-t", "cgroup", "-o", "net_cls", "none", mount.toString());
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve("net_cls.classid"), Integer.toString(mark));
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
        } catch (IOException e) {
            throw new FaultException("process " + pid + " cannot be marked: " + e.getMessage(), e);
        }
    }

    /// Takes the mark away, also when `enter` failed half-way.
    void leave() {
        try {
            if (Files.exists(group)) {
                if (ProcessHandle.of(pid).isPresent()) {
                    Files.writeString(mount.resolve("cgroup.procs"), Long.toString(pid));
                }
                Files.delete(group);
            }
            if (Files.exists(mount.resolve("cgroup.procs"))) {
                Machine.run("umount", mount.toString());
            }
            Files.delete(mount);
        } catch (IOException e) {
            throw new FaultException("the mark of process " + pid + " stays: " + e.getMessage(), e);
        }
    }
}
