package io.millrace.moderation.config;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.health.OpsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the scorer is told, and what moderation-stream has to know of it.
///
/// @param ops where health and metrics are served
/// @param groupId consumer group that shares the requests
/// @param model folder of the model; without one every request is answered "absent"
/// @param batchSize most texts that are scored together
/// @param concurrency how many batches are scored at the same time
/// @param timeout of one batch
/// @param maxTokens of a text that are scored
/// @param reloadInterval how often the files of the models are looked at
/// @param selfTestInterval how often the model is asked what it was asked at its start
/// @param overloadLag age of requests above which only those with priority are scored
/// @param candidate folder of a model that is tried out
/// @param candidatePercent of the requests that the candidate scores too, 1 to 100
/// @param cache folder for what native libraries unpack
public record ScorerConfig(
        OpsServer.Address ops,
        String groupId,
        Optional<Path> model,
        int batchSize,
        int concurrency,
        Duration timeout,
        int maxTokens,
        Duration reloadInterval,
        Duration selfTestInterval,
        Duration overloadLag,
        Optional<Path> candidate,
        int candidatePercent,
        Path cache) {

    private static final int OPS_PORT = 8094;
    private static final int MOST_BATCHES = 64;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String VARIABLES = "MILLRACE_MODERATION_SCORER_";

    /// Reads the section `scorer` of `moderation`.
    static ScorerConfig read(Section scorer) {
        return new ScorerConfig(
                OpsServer.Address.read(scorer.section("ops"), OPS_PORT),
                scorer.text("group-id", "moderation-scorer"),
                scorer.file("model"),
                scorer.integer("batch-size", 8, 1, 256),
                scorer.integer("concurrency", Math.clamp(PROCESSORS - 1, 1, 8), 1, MOST_BATCHES),
                scorer.duration("timeout", SECOND.multipliedBy(2), MILLI.multipliedBy(10), SECOND.multipliedBy(30)),
                scorer.integer("max-tokens", 128, 8, 8192),
                scorer.duration("reload-interval", SECOND.multipliedBy(10), MILLI.multipliedBy(50), HOUR),
                scorer.duration("self-test-interval", SECOND.multipliedBy(60), MILLI.multipliedBy(50), HOUR),
                scorer.duration("overload-lag", SECOND.multipliedBy(30), SECOND, HOUR),
                scorer.file("candidate"),
                scorer.integer("candidate-percent", 100, 1, 100),
                scorer.file("cache").orElse(Path.of(System.getProperty("java.io.tmpdir"), "millrace-scorer")));
    }

    /// Reads it for a process that needs nothing else of `moderation`.
    public static ScorerConfig read(Config.Reader config) {
        Section moderation = config.section("moderation");
        // The other keys are for moderation-stream, which checks them.
        moderation.all();
        Section scorer = moderation.section("scorer");
        var _ = LargerModelConfig.read(scorer);
        return read(scorer);
    }

    /// The values of the short names `AI_MODEL_PATH`, `AI_BATCH_SIZE` and `AI_MAX_CONCURRENT_REQUESTS`, by
    /// key. The usual names win over them, and they win over a file.
    ///
    /// @param environment usually `System.getenv()`
    public static Map<String, String> shortNames(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        Map.of(
                        "AI_MODEL_PATH", "model",
                        "AI_BATCH_SIZE", "batch-size",
                        "AI_MAX_CONCURRENT_REQUESTS", "concurrency")
                .forEach((name, key) -> {
                    String value = environment.get(name);
                    String usual = VARIABLES + key.toUpperCase(Locale.ROOT).replace('-', '_');
                    if (value != null && !environment.containsKey(usual)) {
                        values.put("moderation.scorer." + key, value);
                    }
                });
        return values;
    }
}
