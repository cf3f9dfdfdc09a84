package io.millrace.moderation.topology;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RunningStreams;
import io.millrace.runtime.metrics.Meters;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/// Launches the moderation of this process.
public final class ModerationStreams {

    /// Some thousand senders: what a commit has to write stays a matter of milliseconds.
    private static final int CACHE_BYTES = 1 << 20;

    private ModerationStreams() {}

    /// What is moderated, and how.
    ///
    /// @param applicationId consumer group, and prefix of the changelog topic
    /// @param environment what moderation knows besides its own state
    public record Settings(String applicationId, Environment environment) {}

    /// Starts to moderate; returns before the first partition is assigned.
    public static RunningStreams launch(
            Settings settings, KafkaSettings kafka, ModerationSerdes serdes, Meters meters) {
        return launch(
                ModerationTopology.build(
                        serdes, settings.environment(), new ModerationMeters(meters), kafka.minInSyncReplicas()),
                settings.applicationId(),
                "millrace_moderation",
                kafka,
                meters);
    }

    /// Starts to watch rooms for raids, beside the moderation: with threads and a consumer group of its own,
    /// because it reads every publication of every room and no message may wait for that. Returns before the
    /// first partition is assigned.
    public static RunningStreams launchRaidWatch(
            Settings settings, KafkaSettings kafka, ModerationSerdes serdes, Meters meters) {
        return launch(
                RaidTopology.addTo(
                        new Topology(),
                        serdes,
                        settings.environment(),
                        new RaidMeters(meters),
                        kafka.minInSyncReplicas()),
                settings.applicationId() + "-raids",
                "millrace_moderation_raids",
                kafka,
                meters);
    }

    private static RunningStreams launch(
            Topology topology, String applicationId, String metric, KafkaSettings kafka, Meters meters) {
        Map<String, Object> properties = kafka.streams(applicationId, false);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        RunningStreams moderation = RunningStreams.launch(topology, properties);
        meters.gauge(
                metric + "_running", "1 while this part of the process runs", () -> moderation.isRunning() ? 1 : 0);
        meters.gauge(
                metric + "_dead_letters",
                "Records that went to the dead letters, by the stream threads of now",
                moderation::deadLetters);
        return moderation;
    }
}
