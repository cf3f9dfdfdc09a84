package io.millrace.processor.room;

import io.millrace.processor.room.Decision.Outcome;
import io.millrace.processor.room.Decision.Poison;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Feeds steps to the rooms of a partition and notes, per step, every byte that came out and the store before
/// it.
final class Run {

    private static final long START = 1_800_000_000_000L;

    private final List<Step> steps;
    private final List<Long> times = new ArrayList<>();
    final List<ByteBuffer> outputs = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<MapStore> storesBefore = new ArrayList<>();
    private final MapStore store;

    private Run(List<Step> steps, MapStore store, RoomSettings settings, int first) {
        this.steps = steps;
        this.store = store;
        long time = START;
        for (Step step : steps) {
            time += step.elapsed();
            times.add(time);
        }
        Partition partition = new Partition(store, settings);
        for (int i = first; i < steps.size(); i++) {
            storesBefore.add(store.copy());
            CommandOrigin origin = new CommandOrigin(0, i, times.get(i));
            Decision decision =
                    partition.decide(origin, steps.get(i).key(), steps.get(i).command());
            decisions.add(decision);
            outputs.add(bytes(decision));
        }
    }

    static Run of(List<Step> steps, RoomSettings settings) {
        return new Run(steps, new MapStore(), settings, 0);
    }

    /// Another process takes over: it has the store as it was before a step, and executes that step and all
    /// later ones.
    Run resumedAt(int step, RoomSettings settings) {
        return new Run(steps, storesBefore.get(step).copy(), settings, step);
    }

    Object storeContent() {
        return store.content();
    }

    List<RandomCommands.Input> inputs() {
        List<RandomCommands.Input> inputs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            inputs.add(new RandomCommands.Input(step.key(), step.command(), Instant.ofEpochMilli(times.get(i))));
        }
        return inputs;
    }

    private static ByteBuffer bytes(Decision decision) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            switch (decision) {
                case Poison(var reason) -> out.write(reason.getBytes(StandardCharsets.UTF_8));
                case Outcome outcome -> {
                    for (var event : outcome.events()) {
                        out.write(event.toByteBuffer().array());
                    }
                    for (var delivery : outcome.deliveries()) {
                        out.write(delivery.inbox().partition());
                        out.write(delivery.content().toByteBuffer().array());
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
