package io.millrace.cluster;

import io.millrace.embedded.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The processes of one service, numbered from 1; numbers are not used again.
final class Services {

    private final String kind;
    private final Path jar;
    private final String portKey;
    private final ClusterSpec spec;
    private final Path folder;
    private final Map<String, String> settings;
    private final AtomicInteger number = new AtomicInteger();
    private final List<ManagedProcess> processes = new CopyOnWriteArrayList<>();

    /// @param kind for the names of the processes
    /// @param service module and jar
    /// @param portKey setting with the port of health
    Services(String kind, String service, String portKey, ClusterSpec spec, Path folder, Map<String, String> settings) {
        this.kind = kind;
        this.jar = Installation.jar(service);
        this.portKey = portKey;
        this.spec = spec;
        this.folder = folder;
        this.settings = settings;
    }

    /// Adds a process and does not start it.
    ManagedProcess add() {
        String name = kind + '-' + number.incrementAndGet();
        Path own = folder.resolve(name);
        int port = Ports.free();
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put(portKey, Integer.toString(port));
        all.put("kafka.state-directory", own.resolve("streams").toString());
        Path file = own.resolve("millrace.yaml");
        ServiceSettings.write(all, file);
        List<String> command = new ArrayList<>(JavaCommand.with(spec.javaOptionsOf(name)));
        command.addAll(List.of("-jar", jar.toString(), "--config", file.toString()));
        ManagedProcess process = new JavaProcess(
                name,
                port,
                command,
                spec.environmentOf(name),
                own.resolve(name + ".log"),
                () -> Probes.answersOk("http://127.0.0.1:" + port + "/health/ready"));
        processes.add(process);
        return process;
    }

    List<ManagedProcess> processes() {
        return List.copyOf(processes);
    }

    /// Forgets a process; true when it was one of these.
    boolean remove(ManagedProcess process) {
        return processes.remove(process);
    }
}
