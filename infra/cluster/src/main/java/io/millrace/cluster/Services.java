package io.millrace.cluster;

import io.millrace.embedded.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The processes of one service, numbered from 1; numbers are not used again.
final class Services {

    private final String kind;
    private final List<String> program;
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
        this(kind, List.of("-jar", Installation.jar(service).toString()), portKey, spec, folder, settings);
    }

    private Services(
            String kind,
            List<String> program,
            String portKey,
            ClusterSpec spec,
            Path folder,
            Map<String, String> settings) {
        this.kind = kind;
        this.program = program;
        this.portKey = portKey;
        this.spec = spec;
        this.folder = folder;
        this.settings = settings;
    }

    /// The scorers, which are another program in the jar of moderation-stream.
    static Services scorers(ClusterSpec spec, Path folder, Map<String, String> settings) {
        String jar = Installation.jar("moderation-stream").toString();
        return new Services(
                "scorer",
                List.of("-cp", jar, "io.millrace.moderation.scorer.Main"),
                "moderation.scorer.ops.port",
                spec,
                folder,
                settings);
    }

    /// The moderation desks, a third program in that jar. Nobody has the key of their moderator.
    static Services desks(ClusterSpec spec, Path folder, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putIfAbsent("moderation.desk.moderators.cluster.role", "admin");
        all.putIfAbsent("moderation.desk.moderators.cluster.key-file", key(folder));
        String jar = Installation.jar("moderation-stream").toString();
        return new Services(
                "desk",
                List.of("-cp", jar, "io.millrace.moderation.desk.Main"),
                "moderation.desk.http.port",
                spec,
                folder,
                all);
    }

    private static String key(Path folder) {
        try {
            Path file = folder.resolve("desk.key");
            return Files.writeString(file, UUID.randomUUID().toString()).toString();
        } catch (IOException e) {
            throw new ClusterException("no key can be written: " + e.getMessage(), e);
        }
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
        command.add("-Djava.io.tmpdir=" + temporary(own));
        command.addAll(program);
        command.addAll(List.of("--config", file.toString()));
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

    /// What native libraries unpack and a killed process leaves goes with the cluster's folder.
    private static Path temporary(Path own) {
        try {
            return Files.createDirectories(own.resolve("tmp"));
        } catch (IOException e) {
            throw new ClusterException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    List<ManagedProcess> processes() {
        return List.copyOf(processes);
    }

    /// Forgets a process; true when it was one of these.
    boolean remove(ManagedProcess process) {
        return processes.remove(process);
    }
}
