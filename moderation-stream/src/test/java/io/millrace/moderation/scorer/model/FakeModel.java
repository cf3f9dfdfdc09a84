package io.millrace.moderation.scorer.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A model of two labels that does what a text tells it to.
public final class FakeModel implements TextModel {

    /// Runs until it is stopped.
    public static final String SLOW = "slow";

    /// Throws.
    public static final String POISON = "poison";

    /// Has no numbers.
    public static final String NO_NUMBER = "nan";

    public static final Labels LABELS =
            new Labels("fake", List.of("bad", "worse"), Map.of(), Labels.Activation.SIGMOID, 64, List.of());

    private volatile double score;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger runs = new AtomicInteger();

    /// @param score of the first label
    public FakeModel(double score) {
        this.score = score;
    }

    @Override
    public double[][] score(List<String> texts, StopSignal stop) {
        runs.incrementAndGet();
        if (closed.get()) {
            throw new AssertionError("used after it was closed");
        }
        if (texts.contains(SLOW)) {
            awaitStop(stop);
        }
        if (texts.contains(POISON)) {
            throw new ModelException("poison");
        }
        return texts.stream()
                .map(text -> new double[] {text.equals(NO_NUMBER) ? Double.NaN : score, 1})
                .toArray(double[][]::new);
    }

    /// Answers otherwise from now on.
    public void turn(double other) {
        score = other;
    }

    /// How often it was asked.
    public int runs() {
        return runs.get();
    }

    public boolean isClosed() {
        return closed.get();
    }

    /// The model after its checks.
    public LoadedModel loaded() {
        return new LoadedModel(
                this,
                LABELS,
                "0123456789abcdef",
                Instant.EPOCH,
                new Labels.Golden("hello", Map.of("bad", score, "worse", 1.0)));
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            throw new AssertionError("closed twice");
        }
    }

    private static void awaitStop(StopSignal stop) {
        CountDownLatch stopped = new CountDownLatch(1);
        stop.stopWith(stopped::countDown);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop.disarm();
        throw new ModelException("stopped");
    }
}
