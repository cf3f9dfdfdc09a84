package io.millrace.moderation.scorer;

import io.millrace.moderation.config.ScorerConfig;
import io.millrace.moderation.scorer.model.Deadlines;
import io.millrace.moderation.scorer.model.Labels;
import io.millrace.moderation.scorer.model.LoadedModel;
import io.millrace.moderation.scorer.model.ModelFiles;
import io.millrace.moderation.scorer.model.ModelKeeper;
import io.millrace.moderation.scorer.model.ModelLoader;
import io.millrace.moderation.scorer.model.ModelSlot;
import io.millrace.moderation.scorer.model.Scoring;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One model in its role: its slot, what keeps it new, and what asks it.
final class Models implements AutoCloseable {

    private static final Labels NONE = new Labels("", List.of(), Map.of(), Labels.Activation.SIGMOID, 0, List.of());

    private static final int CANDIDATE_PART = 4;

    private final String role;
    private final Optional<Path> folder;
    private final ModelSlot slot = new ModelSlot();
    private final Scoring scoring;
    private final ScorerMeters meters;
    private volatile @Nullable ModelKeeper keeper;

    private Models(String role, Optional<Path> folder, Duration timeout, Deadlines deadlines, ScorerMeters meters) {
        this.role = role;
        this.folder = folder;
        this.meters = meters;
        this.scoring = new Scoring(slot, deadlines, timeout, System::nanoTime);
        meters.watch(role, () -> slot.shown().isPresent(), scoring);
    }

    /// The model whose scores count, configured or not.
    static Models active(ScorerConfig config, Deadlines deadlines, ScorerMeters meters) {
        return new Models("active", config.model(), config.timeout(), deadlines, meters);
    }

    /// The model that is tried out. It gets a part of the time only: answers wait for it.
    static Optional<Models> candidate(ScorerConfig config, Deadlines deadlines, ScorerMeters meters) {
        return config.candidate()
                .map(folder -> new Models(
                        "candidate",
                        Optional.of(folder),
                        config.timeout().dividedBy(CANDIDATE_PART),
                        deadlines,
                        meters));
    }

    Scoring scoring() {
        return scoring;
    }

    /// Labels and thresholds of the model of now.
    Labels labels() {
        return slot.shown().map(LoadedModel::labels).orElse(NONE);
    }

    /// Loads the model, and looks after it from now on.
    ///
    /// @param ticker whose thread loads and examines
    void open(ModelLoader loader, ScorerConfig config, InstantSource clock, ScheduledExecutorService ticker) {
        if (folder.isEmpty()) {
            return;
        }
        ModelKeeper opened =
                new ModelKeeper(new ModelFiles(folder.get()), loader, slot, config.batchSize(), new Told(), clock);
        keeper = opened;
        opened.loadFirst();
        repeat(ticker, opened::look, config.reloadInterval());
        repeat(ticker, opened::examine, config.selfTestInterval());
    }

    /// Shows the model in the health of the process.
    ///
    /// @param needed whether the process is not ready without it
    void show(HealthChecks checks, boolean needed) {
        if (needed) {
            checks.readiness("model", this::health);
        } else {
            checks.detail(role, this::health);
        }
        checks.detail(role + "-files", () -> keeper == null ? Health.up("none") : keeper.reload());
        checks.detail(role + "-runs", () -> Health.up(figures()));
    }

    @Override
    public void close() {
        slot.close();
    }

    private Health health() {
        ModelKeeper opened = keeper;
        if (opened == null) {
            return Health.down(folder.isEmpty() ? "no model: no folder is configured" : "no model: not loaded yet");
        }
        Health health = opened.health();
        return health.up() && scoring.isOpen() ? Health.down("the model fails and is not asked") : health;
    }

    private String figures() {
        return String.format(
                Locale.ROOT,
                "running %d, p50 %.1f ms, p99 %.1f ms, failed %.1f %%, breaker %s",
                scoring.running(),
                scoring.times().percentile(0.5).toNanos() / 1e6,
                scoring.times().percentile(0.99).toNanos() / 1e6,
                scoring.times().failed() * 100,
                scoring.breaker());
    }

    private static void repeat(ScheduledExecutorService ticker, Runnable work, Duration every) {
        var _ = ticker.scheduleWithFixedDelay(work, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private final class Told implements ModelKeeper.Listener {

        @Override
        public void replaced(LoadedModel model) {
            scoring.replaced();
            meters.reloaded(role);
        }

        @Override
        public void refused() {
            meters.refused(role);
        }

        @Override
        public void wrong() {
            meters.wrong(role);
        }
    }
}
