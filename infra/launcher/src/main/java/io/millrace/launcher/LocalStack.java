package io.millrace.launcher;

import io.millrace.edge.EdgeGateway;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.embedded.Ports;
import io.millrace.moderation.ModerationStream;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.config.ScorerConfig;
import io.millrace.moderation.desk.ModerationDesk;
import io.millrace.moderation.desk.config.DeskConfig;
import io.millrace.processor.MessageProcessor;
import io.millrace.processor.config.ProcessorConfig;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.runtime.lifecycle.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Every part of Millrace, running on this machine. Launched once, closed once.
final class LocalStack implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration SCORER_READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofMillis(25);

    private final Closer resources = new Closer();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final StackOptions options;
    private final StackFolder folder;
    private final Infrastructure infrastructure;
    private final LaunchedService desk;
    private final List<EdgeGateway> edges = new ArrayList<>();

    /// Starts everything and waits until every part is ready.
    ///
    /// @throws RuntimeException when something cannot start; what had started is stopped then
    static LocalStack launch(StackOptions options, StackFolder folder, Progress progress) {
        try {
            Config config = StackConfig.load(options, folder);
            List<Integer> ports =
                    options.ports(config.read(EdgeConfig::read).http().port());
            Addresses.requireFree(ports);
            return new LocalStack(ports, config, options, folder, progress);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private LocalStack(
            List<Integer> ports, Config config, StackOptions options, StackFolder folder, Progress progress) {
        this.options = options;
        this.folder = folder;
        try {
            infrastructure = resources.add(Infrastructure.launch(folder, progress));
            watch(infrastructure.failure());
            Config addressed = config.with(infrastructure.addresses())
                    .with(Map.of("kafka.state-directory", folder.streams().toString()));
            desk = launchServices(ports, addressed, progress);
        } catch (RuntimeException | Error e) {
            resources.closeBecauseOf(e);
            throw e;
        }
    }

    /// Completes exceptionally when a part has failed for good.
    CompletableFuture<Void> failure() {
        return failure;
    }

    List<Integer> edgePorts() {
        return edges.stream().map(EdgeGateway::port).toList();
    }

    int deskPort() {
        return desk.port();
    }

    /// Where the key of the desk is; of a configuration of the user's own, there is none.
    Optional<Path> moderatorKey() {
        return Optional.of(folder.moderatorKey()).filter(Files::exists);
    }

    String bootstrapServers() {
        return infrastructure.bootstrapServers();
    }

    String registryUrl() {
        return infrastructure.registryUrl();
    }

    String jdbcUrl() {
        return infrastructure.jdbcUrl();
    }

    String dataDescription() {
        return folder.description();
    }

    @Override
    public void close() {
        resources.close();
        folder.close();
    }

    /// @return the desk, which has an address of its own
    private LaunchedService launchServices(List<Integer> ports, Config config, Progress progress) {
        ScorerConfig scoring = config.read(ScorerConfig::read);
        Optional<ScorerProcess> scorer =
                scoring.model().map(_ -> resources.add(startScorer(scoring.ops().port(), ports)));
        int moderationOps = config.read(ModerationConfig::read).ops().port();
        int processorOps = config.read(ProcessorConfig::read).ops().port();
        // Closed before Kafka and all at once: each drains by itself.
        ParallelCloser services = resources.add(new ParallelCloser());
        LaunchedService moderation =
                services.add(ModerationStream.launch(config.with(usual("moderation.ops.port", moderationOps, ports))));
        watch(moderation.failure());
        LaunchedService processor =
                services.add(MessageProcessor.launch(config.with(usual("processor.ops.port", processorOps, ports))));
        watch(processor.failure());
        int deskPort = config.read(DeskConfig::read).http().port();
        LaunchedService launched =
                services.add(ModerationDesk.launch(config.with(usual("moderation.desk.http.port", deskPort, ports))));
        watch(launched.failure());
        ParallelCloser fronts = resources.add(new ParallelCloser());
        for (int port : ports) {
            Config own = config.with(Map.of("edge.http.port", Integer.toString(port)));
            EdgeGateway edge = fronts.add(EdgeGateway.launch(own.read(EdgeConfig::read)));
            watch(edge.failure());
            edges.add(edge);
        }
        awaitReady("moderation-stream", moderation::ready, progress);
        awaitReady("moderation desk", launched::ready, progress);
        awaitReady("message-processor", processor::ready, progress);
        edges.forEach(edge -> awaitReady("edge on port " + edge.port(), edge::ready, progress));
        scorer.ifPresent(process -> awaitScorer(process, progress));
        return launched;
    }

    private static Map<String, String> usual(String key, int port, List<Integer> edges) {
        return Map.of(key, Integer.toString(Addresses.preferred(port, edges)));
    }

    private ScorerProcess startScorer(int usualPort, List<Integer> edges) {
        int port = Addresses.preferred(usualPort, edges);
        ScorerProcess.Place place = new ScorerProcess.Place(
                folder.scorer(),
                StackConfig.file(options, folder.root()),
                infrastructure.bootstrapServers(),
                infrastructure.registryUrl());
        return new ScorerProcess(place, port == 0 ? Ports.free() : port);
    }

    /// The system works without it: what is to become of messages then is a matter of policy.
    private void awaitScorer(ScorerProcess scorer, Progress progress) {
        long deadline = System.nanoTime() + SCORER_READY_WITHIN.toNanos();
        while (!scorer.isReady() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(CHECK_EVERY.toNanos());
        }
        progress.step(
                scorer.isReady()
                        ? "scorer is ready"
                        : "scorer is not ready; " + folder.scorer().resolve("scorer.log") + " says why");
    }

    private void awaitReady(String name, Supplier<Health> ready, Progress progress) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        Health health = ready.get();
        while (!health.up()) {
            if (failure.isCompletedExceptionally()) {
                throw new IllegalStateException(
                        name + " is not ready and something has failed", failure.exceptionNow());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        name + " is not ready after " + READY_WITHIN.toSeconds() + " s: " + health.detail());
            }
            LockSupport.parkNanos(CHECK_EVERY.toNanos());
            health = ready.get();
        }
        progress.step(name + " is ready");
    }

    private void watch(CompletableFuture<?> part) {
        var _ = part.whenComplete((_, cause) -> {
            if (cause != null) {
                failure.completeExceptionally(cause);
            }
        });
    }

    /// Services that are closed at the same time.
    private static final class ParallelCloser implements AutoCloseable {

        private final List<Service> services = new ArrayList<>();

        <T extends Service> T add(T service) {
            services.add(service);
            return service;
        }

        @Override
        public void close() {
            CompletableFuture.allOf(services.stream()
                            .map(service ->
                                    CompletableFuture.runAsync(service::close, task -> Thread.startVirtualThread(task)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }
}
