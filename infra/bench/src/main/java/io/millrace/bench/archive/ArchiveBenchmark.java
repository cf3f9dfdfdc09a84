package io.millrace.bench.archive;

import io.millrace.bench.archive.ArchiveProbe.Content;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Rows a second from `room.events` into PostgreSQL, and what a crash in the middle leaves.
@Command(name = "archive", description = "rows a second into PostgreSQL, against plain inserts; a crash in the middle")
public final class ArchiveBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MILLIS = 5;
    private static final long SETTLED_MILLIS = 300;

    @Option(names = "--events", description = "events to archive in each step (default: 1,000,000, quick: 100,000)")
    private int events;

    @Override
    public String question() {
        return "how fast do events become rows, and does a crash lose or double any?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        events = events > 0 ? events : bench.choose(100_000, 1_000_000);
        Cluster cluster = bench.cluster(
                ClusterSpec.standard().withEdges(0).withModerations(0).withSetting("processor.rooms.enabled", "false"));
        try (ArchiveProbe probe = new ArchiveProbe(cluster.jdbcUrl());
                EventWriter writer = new EventWriter(cluster.bootstrapServers(), cluster.registryUrl())) {
            bench.say("%d events in %d rooms, synchronous_commit on", events, EventSeries.ROOMS);
            warmUp(probe, writer);
            speed(bench, cluster, probe, writer);
            crash(bench, cluster, probe, writer);
        }
    }

    private void warmUp(ArchiveProbe probe, EventWriter writer) throws SQLException, InterruptedException {
        EventSeries series = new EventSeries("warm-up", Math.min(events, 100_000));
        long goal = probe.position() + series.count();
        writer.write(series);
        awaitPosition(probe, goal);
        // Compiles the driver's part and warms the database.
        new PlainInserts(probe.connection()).rowsPerSecond(series);
    }

    private void speed(Bench bench, Cluster cluster, ArchiveProbe probe, EventWriter writer)
            throws SQLException, InterruptedException {
        ManagedProcess processor = cluster.processors().getFirst();
        EventSeries series = new EventSeries("speed", events);
        double plain = new PlainInserts(probe.connection()).rowsPerSecond(series);
        long begin = probe.position();
        processor.pause();
        writer.write(series);
        long processorBefore = processor.usage().cpuNanos();
        long postgresBefore = cluster.postgres().usage().cpuNanos();
        processor.resume();
        // The writer was away too long for its group: until here it has found back.
        awaitPosition(probe, begin + series.count() / 5);
        long startNanos = System.nanoTime();
        long start = probe.position() - begin;
        awaitPosition(probe, begin + series.count());
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        bench.ratio(
                "archived",
                (series.count() - start) / seconds,
                "rows/s",
                new Baseline("plain inserts of 1,000 rows", plain));
        bench.result(
                "CPU of the archive writer",
                (processor.usage().cpuNanos() - processorBefore) / 1e3 / series.count(),
                "us a row");
        bench.result(
                "CPU of PostgreSQL",
                (cluster.postgres().usage().cpuNanos() - postgresBefore) / 1e3 / series.count(),
                "us a row");
    }

    /// Kills the writer when it has written a part of a series.
    private void crash(Bench bench, Cluster cluster, ArchiveProbe probe, EventWriter writer)
            throws SQLException, InterruptedException {
        ManagedProcess processor = cluster.processors().getFirst();
        EventSeries series = new EventSeries("crash", events);
        long begin = probe.position();
        processor.pause();
        writer.write(series);
        processor.resume();
        awaitPosition(probe, begin + series.count() / 3);
        processor.kill();
        long killed = System.nanoTime();
        // What the database was doing for it may still be committed.
        TimeUnit.MILLISECONDS.sleep(SETTLED_MILLIS);
        long atCrash = probe.position() - begin;
        processor.start();
        awaitPosition(probe, begin + atCrash + 1);
        bench.say("killed (SIGKILL) after %d rows of %d", atCrash, series.count());
        bench.result("from the crash to the next row, start included", (System.nanoTime() - killed) / 1e9, "s");
        awaitPosition(probe, begin + series.count());
        Content content = probe.content(series.epoch());
        bench.result("events without a row", (double) content.missing(series), "rows", 0);
        bench.result("events with two rows", (double) content.repeated(), "rows", 0);
        bench.result("rows in another event's place", (double) content.misplaced(), "rows", 0);
    }

    private static void awaitPosition(ArchiveProbe probe, long goal) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long position = probe.position(); position < goal; position = probe.position()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the archive has stopped at " + position + ", " + goal + " wanted");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
