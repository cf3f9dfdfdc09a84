package io.millrace.moderation.scorer.model;

import io.millrace.moderation.scorer.model.Row.Missing;
import io.millrace.moderation.scorer.model.Row.Reason;
import io.millrace.moderation.scorer.model.Row.Scores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the model in a slot, under a deadline and behind a breaker. Always answers; a failure concerns the
/// texts it is due to and no others. Thread-safe.
public final class Scoring {

    /// Version of the model where there was none.
    public static final String NO_MODEL = "absent";

    private static final Logger LOGGER = LoggerFactory.getLogger(Scoring.class);

    private final ModelSlot slot;
    private final Deadlines deadlines;
    private final Duration timeout;
    private final LongSupplier nanos;
    private final Breaker breaker = new Breaker();
    private final RunTimes times = new RunTimes();
    private final AtomicInteger running = new AtomicInteger();

    /// @param timeout of one run
    /// @param nanos a clock that never jumps
    public Scoring(ModelSlot slot, Deadlines deadlines, Duration timeout, LongSupplier nanos) {
        this.slot = slot;
        this.deadlines = deadlines;
        this.timeout = timeout;
        this.nanos = nanos;
    }

    /// What came of a batch.
    ///
    /// @param model version of the model that was asked
    /// @param rows one for each text
    /// @param spent nanoseconds in the model, 0 when it was not asked
    public record Result(String model, List<Row> rows, long spent) {

        private static Result absent(String model, int texts) {
            return new Result(model, Collections.nCopies(texts, new Missing(Reason.ABSENT)), 0);
        }
    }

    /// Scores texts together.
    public Result score(List<String> texts) {
        ModelSlot.Lease lease = slot.take().orElse(null);
        if (lease == null) {
            return Result.absent(NO_MODEL, texts.size());
        }
        try (lease) {
            String version = lease.loaded().version();
            long begin = nanos.getAsLong();
            if (!breaker.admits(begin)) {
                return Result.absent(version, texts.size());
            }
            running.incrementAndGet();
            try {
                List<Row> rows = rows(lease.loaded(), texts);
                boolean useful = rows.stream().anyMatch(Scores.class::isInstance);
                long end = nanos.getAsLong();
                times.add(end - begin, useful);
                judge(version, useful || isDueToTheTexts(lease.loaded(), rows), nanos.getAsLong());
                return new Result(version, rows, end - begin);
            } finally {
                running.decrementAndGet();
            }
        }
    }

    /// Forgets the failures of a model that is gone.
    public void replaced() {
        breaker.reset();
    }

    /// Whether the model is being asked, in one word.
    public String breaker() {
        return switch (breaker.state()) {
            case CLOSED -> "closed";
            case OPEN -> "open";
            case HALF_OPEN -> "half-open";
        };
    }

    /// Whether work is kept away from the model now.
    public boolean isOpen() {
        return breaker.state() != Breaker.State.CLOSED;
    }

    /// How many runs are under way.
    public int running() {
        return running.get();
    }

    /// How long the newest runs took.
    public RunTimes times() {
        return times;
    }

    /// Texts that a working model cannot take: else anybody could switch it off with five of them.
    private boolean isDueToTheTexts(LoadedModel loaded, List<Row> rows) {
        return rows.stream().allMatch(row -> row.equals(new Missing(Reason.FAILED)))
                && rows(loaded, List.of(loaded.trial().text())).getFirst() instanceof Scores;
    }

    private void judge(String version, boolean works, long now) {
        if (works) {
            breaker.succeeded();
        } else if (breaker.failed(now)) {
            LOGGER.atWarn().addKeyValue("model", version).log("model fails and is not asked for a while");
        }
    }

    private List<Row> rows(LoadedModel loaded, List<String> texts) {
        StopSignal stop = new StopSignal();
        Future<?> deadline = deadlines.give(stop, timeout);
        try {
            return together(loaded, texts, stop);
        } finally {
            deadline.cancel(false);
        }
    }

    private List<Row> together(LoadedModel loaded, List<String> texts, StopSignal stop) {
        try {
            List<Row> rows = new ArrayList<>();
            for (double[] scores : loaded.model().score(texts, stop)) {
                rows.add(row(loaded.labels(), scores));
            }
            return rows;
        } catch (RuntimeException e) {
            if (stop.isGiven()) {
                return Collections.nCopies(texts.size(), new Missing(Reason.LATE));
            }
            LOGGER.atWarn()
                    .addKeyValue("model", loaded.version())
                    .addKeyValue("texts", texts.size())
                    .addKeyValue("error", e.toString())
                    .log("model failed");
            return texts.size() == 1 ? List.of(new Missing(Reason.FAILED)) : oneByOne(loaded, texts, stop);
        }
    }

    /// One text that the model cannot take must not leave the others of its batch without scores.
    private List<Row> oneByOne(LoadedModel loaded, List<String> texts, StopSignal stop) {
        List<Row> rows = new ArrayList<>();
        for (String text : texts) {
            rows.addAll(stop.isGiven() ? List.of(new Missing(Reason.LATE)) : together(loaded, List.of(text), stop));
        }
        return rows;
    }

    private static Row row(Labels labels, double[] scores) {
        return ModelCheck.isFinite(scores)
                ? new Scores(ModelCheck.byLabel(labels, scores))
                : new Missing(Reason.FAILED);
    }
}
