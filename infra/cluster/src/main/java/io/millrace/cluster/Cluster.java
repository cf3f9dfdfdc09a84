package io.millrace.cluster;

import io.millrace.embedded.EmbeddedServerException;
import io.millrace.embedded.Folders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The whole system on the loopback address of this machine: brokers, PostgreSQL, schema registry and
/// services, each a process of its own. `close`, and the end of this JVM, end them all. Thread-safe.
public final class Cluster implements AutoCloseable {

    private static final Duration POLITE = Duration.ofSeconds(10);

    private final Path folder;
    private final boolean temporary;
    private final Brokers brokers;
    private final Backends backends;
    private final Services edges;
    private final Services processors;
    private final Services moderations;
    private final Services scorers;
    private final Services desks;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = Thread.ofPlatform().name("cluster-close").unstarted(this::closeAll);

    private Cluster(ClusterSpec spec, Path folder) {
        this.folder = folder;
        this.temporary = spec.folder().isEmpty();
        this.brokers = Brokers.prepare(spec, folder);
        this.backends = new Backends(folder);
        Map<String, String> settings = new LinkedHashMap<>(ServiceSettings.defaults(spec.size()));
        settings.put("kafka.bootstrap-servers", brokers.bootstrapServers());
        settings.put("registry.url", backends.registryUrl());
        settings.put("database.url", backends.jdbcUrl());
        settings.putAll(spec.settings());
        this.edges = new Services("edge", "edge-gateway", "edge.http.port", spec, folder, settings);
        this.processors = new Services("processor", "message-processor", "processor.ops.port", spec, folder, settings);
        this.moderations =
                new Services("moderation", "moderation-stream", "moderation.ops.port", spec, folder, settings);
        this.scorers = Services.scorers(spec, folder, settings);
        this.desks = Services.desks(spec, folder, settings);
        add(edges, spec.size().edges());
        add(processors, spec.size().processors());
        add(moderations, spec.size().moderations());
        add(scorers, spec.size().scorers());
        add(desks, spec.size().desks());
    }

    /// Starts everything and waits until it is ready.
    ///
    /// @throws ClusterException when a jar is missing or a part does not start; what had started is ended then
    public static Cluster launch(ClusterSpec spec) {
        Cluster cluster = prepare(spec);
        try {
            cluster.startServers();
            cluster.services().forEach(ManagedProcess::start);
            inParallel(cluster.services(), ManagedProcess::awaitReady);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /// Prepares folders and ports and starts nothing: the caller starts each part when it wants to.
    ///
    /// @throws ClusterException when a jar is missing or the folder cannot be written
    public static Cluster prepare(ClusterSpec spec) {
        Cluster cluster = new Cluster(spec, spec.folder().orElseGet(Cluster::temporaryFolder));
        Runtime.getRuntime().addShutdownHook(cluster.hook);
        return cluster;
    }

    /// Starts brokers, PostgreSQL and the registry, and waits until they are ready.
    ///
    /// @throws ClusterException when one of them does not start
    public void startServers() {
        brokers().forEach(ManagedProcess::start);
        postgres().start();
        postgres().awaitReady();
        registry().start();
        inParallel(Stream.concat(brokers().stream(), Stream.of(registry())), ManagedProcess::awaitReady);
    }

    /// Kafka nodes, broker and controller at once.
    public List<ManagedProcess> brokers() {
        return brokers.processes();
    }

    /// Edges that were not removed.
    public List<ManagedProcess> edges() {
        return edges.processes();
    }

    /// Instances of message-processor that were not removed.
    public List<ManagedProcess> processors() {
        return processors.processes();
    }

    /// Instances of moderation-stream that were not removed.
    public List<ManagedProcess> moderations() {
        return moderations.processes();
    }

    /// Processes of the larger model that were not removed.
    public List<ManagedProcess> scorers() {
        return scorers.processes();
    }

    /// Moderation desks that were not removed.
    public List<ManagedProcess> desks() {
        return desks.processes();
    }

    /// The schema registry.
    public ManagedProcess registry() {
        return backends.registry();
    }

    /// The database of the archive and of the registry.
    public ManagedProcess postgres() {
        return backends.postgres();
    }

    /// Every part.
    public List<ManagedProcess> all() {
        return Stream.of(Stream.of(postgres(), registry()), brokers().stream(), services())
                .flatMap(part -> part)
                .toList();
    }

    /// Host and port of every broker, separated by commas.
    public String bootstrapServers() {
        return brokers.bootstrapServers();
    }

    /// Address of the archive's database, with its user.
    public String jdbcUrl() {
        return backends.jdbcUrl();
    }

    /// Base address of the registry's API, version 3.
    public String registryUrl() {
        return backends.registryUrl();
    }

    /// WebSocket addresses of the edges.
    public List<URI> addresses() {
        return edges().stream()
                .map(edge -> URI.create("ws://127.0.0.1:" + edge.port() + "/connection/websocket"))
                .toList();
    }

    /// Folder in which each part has a folder of its own, by its name.
    public Path folder() {
        return folder;
    }

    /// Starts one more edge and does not wait for it.
    public ManagedProcess addEdge() {
        return started(edges.add());
    }

    /// Starts one more instance of message-processor and does not wait for it.
    public ManagedProcess addProcessor() {
        return started(processors.add());
    }

    /// Starts one more instance of moderation-stream and does not wait for it.
    public ManagedProcess addModeration() {
        return started(moderations.add());
    }

    /// Stops an edge or an instance of a Streams service politely, and forgets it.
    ///
    /// @throws IllegalArgumentException when it is none of this cluster's services
    public void remove(ManagedProcess service) {
        if (Stream.of(edges, processors, moderations, scorers, desks).noneMatch(kind -> kind.remove(service))) {
            throw new IllegalArgumentException(service.name() + " is no service of this cluster");
        }
        end(service);
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook finds nothing left to do.
        }
    }

    private synchronized void closeAll() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        inParallel(services(), Cluster::end);
        brokers.close();
        // A clean stop of all brokers at once waits for itself in vain, and their logs are made for this.
        brokers().forEach(ManagedProcess::kill);
        end(registry());
        end(postgres());
        if (temporary) {
            delete();
        }
    }

    private void delete() {
        try {
            Folders.delete(folder);
        } catch (EmbeddedServerException e) {
            throw new ClusterException("the temporary folder stays: " + e.getMessage(), e);
        }
    }

    private Stream<ManagedProcess> services() {
        return Stream.of(edges(), processors(), moderations(), scorers(), desks())
                .flatMap(List::stream);
    }

    private static void end(ManagedProcess process) {
        if (!process.stop(POLITE)) {
            process.kill();
        }
    }

    private static ManagedProcess started(ManagedProcess process) {
        process.start();
        return process;
    }

    private static void add(Services services, int count) {
        for (int i = 0; i < count; i++) {
            services.add();
        }
    }

    private static void inParallel(Stream<ManagedProcess> processes, Consumer<ManagedProcess> action) {
        List<CompletableFuture<Void>> running = processes
                .map(process -> CompletableFuture.runAsync(
                        () -> action.accept(process), task -> Thread.startVirtualThread(task)))
                .toList();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ClusterException known ? known : e;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("millrace-cluster-");
        } catch (IOException e) {
            throw new ClusterException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }
}
