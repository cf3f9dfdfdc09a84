package io.millrace.moderation;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.topology.ModerationSerdes;
import io.millrace.moderation.topology.ModerationStreams;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Service;
import io.millrace.runtime.metrics.Meters;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running service: judges what users submit.
public final class ModerationStream implements Service {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationStream.class);

    private final Closer resources;
    private final HealthChecks checks;
    private final OpsServer ops;

    private ModerationStream(Closer resources, HealthChecks checks, OpsServer ops) {
        this.resources = resources;
        this.checks = checks;
        this.ops = ops;
    }

    private record Setup(ModerationConfig config, Policy policy) {}

    /// Creates the topics that are missing, then starts to moderate. Returns before partitions are assigned:
    /// [#ready] tells.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws org.apache.kafka.common.KafkaException when the broker cannot be reached
    public static ModerationStream launch(Config config) {
        Setup setup = config.read(reader -> {
            ModerationConfig read = ModerationConfig.read(reader);
            return new Setup(read, Policies.of(read));
        });
        return launch(setup.config, setup.policy);
    }

    private static ModerationStream launch(ModerationConfig config, Policy policy) {
        Closer resources = new Closer();
        try {
            Meters meters = Meters.create("moderation-stream");
            HealthChecks checks = new HealthChecks();
            OpsServer ops = resources.add(OpsServer.open(config.ops(), checks, meters.registry()));
            var _ = new TopicAdmin(config.kafka())
                    .ensure(List.of(
                            Topics.MESSAGES_SUBMITTED,
                            Topics.ROOM_COMMANDS,
                            Topics.MODERATION_DECISIONS,
                            Topics.EDGE_DELIVERIES));
            ModerationSerdes serdes = resources.add(ModerationSerdes.of(new AvroSerdes(config.registry())));
            WarmUp.run(serdes, policy);
            ModerationStreams streams = resources.add(ModerationStreams.launch(
                    new ModerationStreams.Settings(config.applicationId(), policy, moderated(config.namespaces())),
                    config.kafka(),
                    serdes,
                    meters));
            checks.readiness("moderation", streams::health);
            checks.started();
            LOGGER.atInfo()
                    .addKeyValue("policy", policy.version())
                    .addKeyValue("terms", config.blocklist().terms().size())
                    .log("moderation launched");
            return new ModerationStream(resources, checks, ops);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    /// A room of a namespace that nobody configured is moderated: the safe side.
    private static Predicate<RoomId> moderated(Namespaces namespaces) {
        return room -> namespaces.of(room).map(Namespace::moderation).orElse(true);
    }

    /// Whether messages are being judged, or the first reason why not.
    public Health ready() {
        return checks.ready();
    }

    /// Port of health and metrics.
    public int opsPort() {
        return ops.port();
    }

    /// Never completes: what can come back is retried for as long as it takes.
    @Override
    public CompletableFuture<Void> failure() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {
        resources.close();
    }
}
