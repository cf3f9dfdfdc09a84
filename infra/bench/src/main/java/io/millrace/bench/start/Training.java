package io.millrace.bench.start;

import io.millrace.bench.crowd.Crowd;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.load.scenario.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes an AOT cache (JEP 483, 514 and 515) for each service: runs the system, chats for some seconds, stops
/// it. What was loaded, linked and hot by then is in the cache.
///
/// A cache fits the JVM, the garbage collector, the object header, the path of the jars and their time that it
/// was made with, and nothing else: train where the image is built, with the flags of production.
final class Training {

    /// The JVM writes the cache when it ends, in a process of its own.
    private static final Duration WRITTEN = Duration.ofSeconds(90);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROOMS = 4;
    private static final int MEMBERS = 10;
    private static final int RATE = 200;

    private final List<String> flags;
    private final Path folder;

    /// @param flags of the JVM in production
    /// @param folder for the caches; exists
    Training(List<String> flags, Path folder) {
        this.flags = List.copyOf(flags);
        this.folder = folder;
    }

    /// Trains all services.
    ///
    /// @param seconds of chat
    void run(int seconds) throws IOException, InterruptedException {
        ClusterSpec spec = ClusterSpec.standard();
        for (Kind kind : Kind.values()) {
            Files.deleteIfExists(kind.cache(folder));
            List<String> options = Stream.concat(flags.stream(), Stream.of("-XX:AOTCacheOutput=" + kind.cache(folder)))
                    .toList();
            spec = spec.withJavaOptions(kind.part(1), options);
        }
        try (Cluster cluster = Cluster.launch(spec)) {
            chat(cluster, seconds);
            for (Kind kind : Kind.values()) {
                stop(kind, kind.in(cluster).getFirst());
            }
        }
    }

    private void stop(Kind kind, ManagedProcess process) throws IOException {
        if (!process.stop(WRITTEN) || !Files.exists(kind.cache(folder))) {
            throw new IOException(process.name() + " has not written " + kind.cache(folder) + ", see " + process.log());
        }
    }

    private static void chat(Cluster cluster, int seconds) throws InterruptedException {
        try (Crowd crowd = Crowd.inRooms(ROOMS, MEMBERS, new Tokens.None())) {
            crowd.enter(cluster.addresses().getFirst()).await(PATIENCE);
            for (int i = 0; i < seconds * RATE; i++) {
                int member = i % crowd.size();
                crowd.publish(
                        member, Crowd.room(member / MEMBERS), "{\"text\":\"good morning, this is number " + i + "\"}");
                TimeUnit.MICROSECONDS.sleep(1_000_000 / RATE);
            }
        }
    }
}
