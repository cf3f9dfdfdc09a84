package io.millrace.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Main of a [ChildJvm]: launches the servers it is told to, says so in a file and waits to be killed or terminated.
final class LaunchAndWait {

    static final String READY = "ready";

    private LaunchAndWait() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<AutoCloseable> servers = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String server : List.of(arguments).subList(1, arguments.length)) {
            switch (server) {
                case "kafka" -> {
                    EmbeddedKafka kafka = EmbeddedKafka.launch(folder.resolve("kafka"));
                    servers.add(kafka);
                    lines.add("kafka=" + kafka.bootstrapServers());
                }
                case "postgres" -> {
                    EmbeddedPostgresServer postgres = EmbeddedPostgresServer.launch(
                            PostgresSettings.durable(folder.resolve("postgres")).withDatabases("millrace"));
                    servers.add(postgres);
                    lines.add("postgres=" + postgres.port());
                }
                case "registry" -> {
                    RegistryServer registry =
                            RegistryServer.launch(RegistrySettings.inMemory(folder.resolve("registry")));
                    servers.add(registry);
                    lines.add("registry=" + registry.port());
                }
                default -> throw new IllegalArgumentException(server);
            }
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> closeAll(servers)));
        Path writing = Files.write(folder.resolve("ready.part"), lines);
        Files.move(writing, folder.resolve(READY), StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }

    private static void closeAll(List<AutoCloseable> servers) {
        for (AutoCloseable server : servers.reversed()) {
            try {
                server.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
