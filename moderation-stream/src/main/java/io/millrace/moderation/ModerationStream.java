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
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.kafka.RunningStreams;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Launch;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.metrics.Meters;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Launches the service that judges what users submit.
public final class ModerationStream {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationStream.class);

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final List<Topic<?>> TOPICS = Stream.concat(
                    ModerationSerdes.TOPICS.stream(), Stream.of(Topics.MODERATION_POLICY))
            .toList();

    private ModerationStream() {}

    private record Setup(ModerationConfig config, PolicyDocuments documents) {}

    /// Listens for health requests at once and starts to moderate as soon as broker and registry are there.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws IllegalStateException when the port of health and metrics is taken
    public static LaunchedService launch(Config config) {
        Setup setup = config.read(reader -> {
            ModerationConfig read = ModerationConfig.read(reader);
            return new Setup(read, PolicyDocuments.of(read));
        });
        return LaunchedService.launch(
                "moderation-stream", setup.config.ops(), (launch, patience) -> open(setup, launch, patience));
    }

    private static void open(Setup setup, Launch launch, Patience patience) {
        Meters meters = launch.meters();
        HealthChecks checks = launch.checks();
        ModerationConfig config = setup.config;
        Policy configured = setup.documents.configured();
        patience.until("kafka", () -> new TopicAdmin(config.kafka()).ensure(TOPICS));
        AvroSerdes avro = new AvroSerdes(config.registry());
        ModerationSerdes serdes = launch.add(ModerationSerdes.of(avro));
        patience.until("registry", () -> {
            WarmUp.run(serdes, configured);
            return true;
        });
        KnownRestrictions restrictions = launch.add(KnownRestrictions.open(config.kafka(), avro, meters));
        patience.until("restrictions", () -> {
            restrictions.awaitComplete(PATIENCE);
            return true;
        });
        PolicyFeed policies = launch.add(PolicyFeed.open(config.kafka(), avro, setup.documents, meters));
        patience.until("policies", () -> {
            policies.awaitComplete(PATIENCE);
            return true;
        });
        ModerationStreams.Settings settings = new ModerationStreams.Settings(
                config.applicationId(), new Environment(policies, restrictions, moderated(config.namespaces())));
        RunningStreams streams = launch.add(ModerationStreams.launch(settings, config.kafka(), serdes, meters));
        if (config.raids()) {
            RunningStreams watch =
                    launch.add(ModerationStreams.launchRaidWatch(settings, config.kafka(), serdes, meters));
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
}
