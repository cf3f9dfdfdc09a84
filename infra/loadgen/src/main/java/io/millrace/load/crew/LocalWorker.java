package io.millrace.load.crew;

import io.millrace.load.record.History;
import io.millrace.load.record.Recording;
import io.millrace.load.scenario.Gate;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Phases;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A worker in this process: the engine on a thread of its own, and one that closes the seconds.
final class LocalWorker implements Worker, Gate {

    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE_SECONDS = 10;

    private final Job job;
    private final Engine engine;
    private final Consumer<Event> events;
    private final Recording recording = new Recording();
    private final BlockingQueue<Long> starts = new ArrayBlockingQueue<>(Phase.values().length);
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread worker;
    private final Thread clock;

    private LocalWorker(Job job, Engine engine, Consumer<Event> events) {
        this.job = job;
        this.engine = engine;
        this.events = events;
        this.worker = Thread.ofPlatform().name("engine").daemon().unstarted(this::work);
        this.clock = Thread.ofPlatform().name("seconds").daemon().unstarted(this::count);
    }

    static LocalWorker launch(Job job, Engine engine, Consumer<Event> events) {
        LocalWorker launched = new LocalWorker(job, engine, events);
        launched.worker.start();
        launched.clock.start();
        return launched;
    }

    @Override
    public void go(Phase phase, long startNanos) {
        if (phase == Phase.LOAD) {
            Phases phases = job.scenario().phases();
            long steady = startNanos + phases.ramp().toNanos();
            recording.steady(steady, steady + phases.steady().toNanos());
        }
        starts.add(startNanos);
    }

    @Override
    public long pass(Phase next) throws InterruptedException {
        events.accept(new Event.Ready(job.part().index(), next));
        return starts.take();
    }

    @Override
    public void stop() {
        worker.interrupt();
    }

    @Override
    public void close() {
        stop();
        try {
            // The engine closes its connections; who waits longer waits for a fault in it.
            told.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Event last;
        try (History history = history()) {
            last = run(history);
        } catch (IOException | RuntimeException e) {
            last = new Event.Failed(job.part().index(), sentence(e));
        }
        events.accept(last);
        told.countDown();
    }

    private Event run(@Nullable History history) {
        try {
            engine.run(job.scenario(), job.roster(), job.part(), recording, history, this);
        } catch (InterruptedException e) {
            // Asked to stop: what was measured until now counts.
        }
        // The thread goes on, and must not take the request to stop for one to stop writing.
        var _ = Thread.interrupted();
        clock.interrupt();
        awaitClock();
        events.accept(new Event.Passed(job.part().index(), recording.sample(System.nanoTime())));
        return new Event.Finished(job.part().index(), recording.snapshot());
    }

    private @Nullable History history() throws IOException {
        return job.history() == null ? null : History.create(job.history());
    }

    private void count() {
        try {
            while (told.getCount() > 0) {
                long now = System.nanoTime();
                long next = (Math.floorDiv(now, SECOND) + 1) * SECOND;
                if (told.await(next - now, TimeUnit.NANOSECONDS)) {
                    return;
                }
                events.accept(new Event.Passed(job.part().index(), recording.sample(System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitClock() {
        boolean interrupted = false;
        while (clock.isAlive()) {
            try {
                clock.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
