package io.millrace.moderation.scorer;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.millrace.moderation.scorer.model.Row;
import io.millrace.moderation.scorer.model.Row.Missing;
import io.millrace.moderation.scorer.model.Row.Reason;
import io.millrace.moderation.scorer.model.Row.Scores;
import io.millrace.moderation.scorer.model.Scoring;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// What operators see of the scorer. Labels come from the files of the models, which name at most 64.
/// Thread-safe.
final class ScorerMeters {

    private static final String PREFIX = "millrace_moderation_scorer_";
    private static final String ANSWERS = PREFIX + "answers";
    private static final String ANSWERS_HELP = "Requests answered, by why there are no scores";
    private static final int BANDS = 10;

    private final Meters meters;
    private final Counter scored;
    private final Map<Reason, Counter> missing = new EnumMap<>(Reason.class);
    private final Counter batches;
    private final Counter texts;
    private final Timer run;
    private final Timer age;
    private final Counter deadLetters;
    private final Map<String, Counter> bands = new ConcurrentHashMap<>();

    ScorerMeters(Meters meters) {
        this.meters = meters;
        scored = meters.counter(ANSWERS, ANSWERS_HELP, "error", "none");
        for (Reason reason : Reason.values()) {
            missing.put(reason, meters.counter(ANSWERS, ANSWERS_HELP, "error", reason.text()));
        }
        batches = meters.counter(PREFIX + "batches", "Batches that went to the model");
        texts = meters.counter(PREFIX + "texts", "Texts in them");
        run = meters.latency(PREFIX + "run", "Time a batch takes in the model");
        age = meters.latency(PREFIX + "age", "Time from the request to its answer, two clocks");
        deadLetters = meters.counter(PREFIX + "dead_letters", "Requests that could not be read");
    }

    void answered(Row row, Duration sinceRequest) {
        age.record(sinceRequest.isNegative() ? Duration.ZERO : sinceRequest);
        switch (row) {
            case Scores scores -> {
                scored.increment();
                scores.byLabel().forEach(this::band);
            }
            case Missing none -> missing.getOrDefault(none.reason(), scored).increment();
        }
    }

    void ran(int count, long nanos) {
        if (nanos > 0) {
            batches.increment();
            texts.increment(count);
            run.record(Duration.ofNanos(nanos));
        }
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void compared(String label, boolean agreed) {
        meters.counter(
                        PREFIX + "candidate_compared",
                        "Scores of the candidate, by whether they are on the same side of the label's threshold",
                        "label",
                        label,
                        "agreed",
                        Boolean.toString(agreed))
                .increment();
    }

    /// A model was put into use, refused, or answered otherwise than before.
    ///
    /// @param role `active` or `candidate`
    void reloaded(String role) {
        reload("reloads", "Models put into use", role);
    }

    void refused(String role) {
        reload("reload_failures", "Models that could not be put into use", role);
    }

    void wrong(String role) {
        reload("self_test_failures", "Times the model did not answer as it did at its start", role);
    }

    /// Counters that are there from the start, and gauges.
    void watch(String role, BooleanSupplier usable, Scoring scoring) {
        counter("reloads", "Models put into use", role);
        counter("reload_failures", "Models that could not be put into use", role);
        counter("self_test_failures", "Times the model did not answer as it did at its start", role);
        meters.gauge(
                PREFIX + "model_up",
                "1 while there is a usable model",
                () -> usable.getAsBoolean() ? 1 : 0,
                "model",
                role);
        meters.gauge(
                PREFIX + "breaker_open",
                "1 while a failing model is not asked",
                () -> scoring.isOpen() ? 1 : 0,
                "model",
                role);
        meters.gauge(PREFIX + "running", "Batches in the model now", scoring::running, "model", role);
    }

    private void reload(String name, String help, String role) {
        counter(name, help, role).increment();
    }

    private Counter counter(String name, String help, String role) {
        return meters.counter(PREFIX + name, help, "model", role);
    }

    /// How the scores of a label are spread: a drift shows that a model and its messages part.
    private void band(String label, double score) {
        int band = Math.clamp((int) (score * BANDS), 0, BANDS - 1);
        bands.computeIfAbsent(
                        label + ' ' + band,
                        _ -> meters.counter(
                                PREFIX + "scores", "Scores by label and tenth", "label", label, "from", "0." + band))
                .increment();
    }
}
