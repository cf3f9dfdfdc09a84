package io.millrace.moderation.scorer;

import io.millrace.moderation.config.ScorerConfig;
import io.millrace.moderation.scorer.model.Deadlines;
import io.millrace.moderation.scorer.model.ModelLoader;
import io.millrace.moderation.scorer.onnx.OnnxLoader;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Launch;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.lifecycle.Threads;
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
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/// Launches the scorer, which reads `moderation.score.requests` and answers in `moderation.scores`.
///
/// Without a usable model it answers all the same, and says so in its readiness.
public final class Scorer {

    private Scorer() {}

    /// What the process is told.
    private record Setup(KafkaSettings kafka, RegistrySettings registry, ScorerConfig scorer) {}

    /// Listens for health requests at once and answers as soon as broker and registry are there.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws IllegalStateException when the port of health and metrics is taken
    public static LaunchedService launch(Config config) {
        Setup setup = config.read(reader ->
                new Setup(KafkaSettings.read(reader), RegistrySection.read(reader), ScorerConfig.read(reader)));
        return LaunchedService.launch(
                "moderation-scorer", setup.scorer.ops(), (launch, patience) -> open(setup, launch, patience));
    }

    private static void open(Setup setup, Launch launch, Patience patience) {
        ScorerMeters meters = new ScorerMeters(launch.meters());
        ScorerConfig config = setup.scorer;
        Deadlines deadlines = launch.add(new Deadlines());
        Models active = launch.add(Models.active(config, deadlines, meters));
        Optional<Models> candidate = Models.candidate(config, deadlines, meters).map(launch::add);
        active.show(launch.checks(), true);
        // Closed before the models: nothing may be loaded after that.
        ScheduledExecutorService ticker = launch.add(Threads.scheduler("scorer-models"));
        // With the first model: native code that cannot be loaded is one more reason for "absent", not for silence.
        ModelLoader loader = (files, labels) ->
                OnnxLoader.open(config.cache(), config.maxTokens()).load(files, labels);
        active.open(loader, config, InstantSource.system(), ticker);
        candidate.ifPresent(tried -> {
            tried.open(loader, config, InstantSource.system(), ticker);
            tried.show(launch.checks(), false);
        });
        patience.until(
                "kafka",
                () -> new TopicAdmin(setup.kafka)
                        .ensure(List.of(Topics.MODERATION_SCORE_REQUESTS, Topics.MODERATION_SCORES)));
        AvroSerdes serdes = new AvroSerdes(setup.registry);
        Serializer<ModelScores> serializer = serdes.serializer(Topics.MODERATION_SCORES);
        Answers answers = launch.add(Answers.open(setup.kafka, serializer));
        patience.until("registry", () -> serializer.serialize(Topics.MODERATION_SCORES.name(), empty()));
        Deserializer<ScoreRequest> deserializer = launch.add(serdes.deserializer(Topics.MODERATION_SCORE_REQUESTS));
        BatchScorer batches = new BatchScorer(
                active.scoring(),
                candidate
                        .map(tried -> new Candidate(tried.scoring(), active::labels, config.candidatePercent(), meters))
                        .orElse(null),
                config.overloadLag(),
                meters,
                InstantSource.system());
        RequestReader.Work work = new RequestReader.Work(deserializer, batches, answers, meters);
        Readers readers = launch.add(Readers.open(setup.kafka, config, work));
        launch.checks().readiness("requests", readers::health);
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
}
