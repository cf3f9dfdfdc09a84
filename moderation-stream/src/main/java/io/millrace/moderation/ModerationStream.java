package io.millrace.moderation;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.feed.PolicyFeed;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.restriction.KnownRestrictions;
import io.millrace.moderation.topology.Environment;
import io.millrace.moderation.topology.ModerationSerdes;
import io.millrace.moderation.topology.ModerationStreams;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.lifecycle.Service;
import io.millrace.runtime.lifecycle.Startup;
import io.millrace.runtime.metrics.Meters;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running service: judges what users submit.
public final class ModerationStream implements Service {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationStream.class);

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final List<Topic<?>> TOPICS = Stream.concat(
                    ModerationSerdes.TOPICS.stream(), Stream.of(Topics.MODERATION_POLICY))
            .toList();

    private final Closer resources;
    private final HealthChecks checks = new HealthChecks();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final OpsServer ops;
    private final Startup startup;

    private ModerationStream(Setup setup, Closer resources) {
        Meters meters = Meters.create("moderation-stream");
        this.resources = resources;
        this.ops = resources.add(OpsServer.open(setup.config.ops(), checks, meters.registry()));
        this.startup = Startup.begin("moderation-stream", checks, patience -> open(setup, meters, patience), failure);
    }

    private record Setup(ModerationConfig config, PolicyDocuments documents) {}

    /// Listens for health requests at once and starts to moderate as soon as broker and registry are there:
    /// [#ready] tells.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws IllegalStateException when the port of health and metrics is taken
    public static ModerationStream launch(Config config) {
        Setup setup = config.read(reader -> {
            ModerationConfig read = ModerationConfig.read(reader);
            return new Setup(read, PolicyDocuments.of(read));
        });
        Closer resources = new Closer();
        try {
            return new ModerationStream(setup, resources);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    private void open(Setup setup, Meters meters, Patience patience) {
        ModerationConfig config = setup.config;
        Policy configured = setup.documents.configured();
        patience.until("kafka", () -> new TopicAdmin(config.kafka()).ensure(TOPICS));
        AvroSerdes avro = new AvroSerdes(config.registry());
        ModerationSerdes serdes = resources.add(ModerationSerdes.of(avro));
        patience.until("registry", () -> {
            WarmUp.run(serdes, configured);
            return true;
        });
        KnownRestrictions restrictions = resources.add(KnownRestrictions.open(config.kafka(), avro, meters));
        patience.until("restrictions", () -> {
            restrictions.awaitComplete(PATIENCE);
            return true;
        });
        PolicyFeed policies = resources.add(PolicyFeed.open(config.kafka(), avro, setup.documents, meters));
        patience.until("policies", () -> {
            policies.awaitComplete(PATIENCE);
            return true;
        });
        ModerationStreams.Settings settings = new ModerationStreams.Settings(
                config.applicationId(), new Environment(policies, restrictions, moderated(config.namespaces())));
        ModerationStreams streams = resources.add(ModerationStreams.launch(settings, config.kafka(), serdes, meters));
        if (config.raids()) {
            ModerationStreams watch =
                    resources.add(ModerationStreams.launchRaidWatch(settings, config.kafka(), serdes, meters));
            // Messages are judged without it, so it makes nobody wait.
            checks.detail("raids", watch::health);
        }
        checks.readiness("moderation", streams::health);
        checks.detail("restrictions", restrictions::health);
        checks.detail("policies", policies::health);
        LOGGER.atInfo()
                .addKeyValue("policy", policies.general().version())
                .addKeyValue("terms", config.blocklist().terms().size())
                .log("moderation launched");
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

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        startup.close();
        resources.close();
    }
}
