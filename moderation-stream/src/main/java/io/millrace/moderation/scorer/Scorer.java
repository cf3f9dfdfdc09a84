package io.millrace.moderation.scorer;

import io.millrace.moderation.config.ScorerConfig;
import io.millrace.moderation.scorer.model.Deadlines;
import io.millrace.moderation.scorer.model.ModelLoader;
import io.millrace.moderation.scorer.onnx.OnnxLoader;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.lifecycle.Service;
import io.millrace.runtime.lifecycle.Startup;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/// The running scorer: reads `moderation.score.requests` and answers in `moderation.scores`.
///
/// Without a usable model it answers all the same, and says so in its readiness.
public final class Scorer implements Service {

    private static final String NAME = "moderation-scorer";

    private final Closer resources;
    private final HealthChecks checks = new HealthChecks();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final OpsServer ops;
    private final Startup startup;

    /// What the process is told.
    private record Setup(KafkaSettings kafka, RegistrySettings registry, ScorerConfig scorer) {}

    private Scorer(Setup setup, Closer resources) {
        Meters meters = Meters.create(NAME);
        this.resources = resources;
        this.ops = resources.add(OpsServer.open(setup.scorer.ops(), checks, meters.registry()));
        this.startup =
                Startup.begin(NAME, checks, patience -> open(setup, new ScorerMeters(meters), patience), failure);
    }

    /// Listens for health requests at once and answers as soon as broker and registry are there: [#ready]
    /// tells.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws IllegalStateException when the port of health and metrics is taken
    public static Scorer launch(Config config) {
        Setup setup = config.read(reader ->
                new Setup(KafkaSettings.read(reader), RegistrySection.read(reader), ScorerConfig.read(reader)));
        Closer resources = new Closer();
        try {
            return new Scorer(setup, resources);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    private void open(Setup setup, ScorerMeters meters, Patience patience) {
        ScorerConfig config = setup.scorer;
        Deadlines deadlines = resources.add(new Deadlines());
        Models active = resources.add(Models.active(config, deadlines, meters));
        Optional<Models> candidate = Models.candidate(config, deadlines, meters).map(resources::add);
        active.show(checks, true);
        // Closed before the models: nothing may be loaded after that.
        ScheduledExecutorService ticker = resources.add(Threads.scheduler("scorer-models"));
        // With the first model: native code that cannot be loaded is one more reason for "absent", not for silence.
        ModelLoader loader = (files, labels) ->
                OnnxLoader.open(config.cache(), config.maxTokens()).load(files, labels);
        active.open(loader, config, InstantSource.system(), ticker);
        candidate.ifPresent(tried -> {
            tried.open(loader, config, InstantSource.system(), ticker);
            tried.show(checks, false);
        });
        patience.until(
                "kafka",
                () -> new TopicAdmin(setup.kafka)
                        .ensure(List.of(Topics.MODERATION_SCORE_REQUESTS, Topics.MODERATION_SCORES)));
        AvroSerdes serdes = new AvroSerdes(setup.registry);
        Serializer<ModelScores> serializer = serdes.serializer(Topics.MODERATION_SCORES);
        Answers answers = resources.add(Answers.open(setup.kafka, serializer));
        patience.until("registry", () -> serializer.serialize(Topics.MODERATION_SCORES.name(), empty()));
        Deserializer<ScoreRequest> deserializer = resources.add(serdes.deserializer(Topics.MODERATION_SCORE_REQUESTS));
        BatchScorer batches = new BatchScorer(
                active.scoring(),
                candidate
                        .map(tried -> new Candidate(tried.scoring(), active::labels, config.candidatePercent(), meters))
                        .orElse(null),
                config.overloadLag(),
                meters,
                InstantSource.system());
        RequestReader.Work work = new RequestReader.Work(deserializer, batches, answers, meters);
        Readers readers = resources.add(Readers.open(setup.kafka, config, work));
        checks.readiness("requests", readers::health);
    }

    private static ModelScores empty() {
        return ModelScores.newBuilder()
                .setMessageId("")
                .setRoom("")
                .setUser("")
                .setClient("")
                .setHeld(false)
                .setScores(Map.of())
                .setModel("")
                .setSubmittedAt(Instant.EPOCH)
                .setScoredAt(Instant.EPOCH)
                .build();
    }

    /// Whether requests are answered with scores, or the first reason why not.
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
