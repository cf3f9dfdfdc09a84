package io.millrace.processor.config;

import io.millrace.history.DatabaseSettings;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.RegistrySettings;
import java.time.Duration;

/// Everything message-processor is told.
///
/// @param ops where health and metrics are served
public record ProcessorConfig(
        KafkaSettings kafka,
        RegistrySettings registry,
        Namespaces namespaces,
        OpsServer.Address ops,
        Rooms rooms,
        Archive archive) {

    private static final int OPS_PORT = 8091;
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /// The room state machines.
    ///
    /// @param enabled whether this process runs rooms
    /// @param applicationId consumer group, and prefix of the changelog topic
    /// @param dedupWindow how many newest publications a room knows by their id
    /// @param idleLimit how long a room without followers is remembered
    /// @param loaded most rooms held decoded in memory by each partition
    /// @param edgeExpiry silence after which an edge is taken for dead
    public record Rooms(
            boolean enabled,
            String applicationId,
            int dedupWindow,
            Duration idleLimit,
            int loaded,
            Duration edgeExpiry) {}

    /// The archive writer.
    ///
    /// @param enabled whether this process writes the archive
    /// @param groupId consumer group that shares the partitions
    /// @param batchRows most rows in one transaction
    /// @param retry first and longest pause between attempts while the database is away
    /// @param lagLimit events behind `room.events` above which the archive is not ready
    /// @param database where to write
    public record Archive(
            boolean enabled, String groupId, int batchRows, Retry retry, long lagLimit, DatabaseSettings database) {}

    /// Pauses that double from the first to the longest.
    public record Retry(Duration first, Duration longest) {}

    /// Reads the sections `kafka`, `topics`, `registry`, `namespaces`, `processor`, `archive` and `database`.
    public static ProcessorConfig read(Config.Reader config) {
        Section processor = config.section("processor");
        return new ProcessorConfig(
                KafkaSettings.read(config),
                RegistrySection.read(config),
                Namespaces.read(config),
                OpsServer.Address.read(processor.section("ops"), OPS_PORT),
                rooms(processor.section("rooms")),
                archive(config.section("archive"), config.section("database")));
    }

    private static Rooms rooms(Section section) {
        return new Rooms(
                section.flag("enabled", true),
                section.text("application-id", "message-processor"),
                section.integer("dedup-window", 1_000, 1, 100_000),
                section.duration("idle-limit", HOUR.multipliedBy(720), HOUR, HOUR.multipliedBy(24 * 3_650)),
                section.integer("loaded", 20_000, 1, 10_000_000),
                section.duration("edge-expiry", SECOND.multipliedBy(10), SECOND, HOUR));
    }

    private static Archive archive(Section section, Section database) {
        Section retry = section.section("retry");
        return new Archive(
                section.flag("enabled", true),
                section.text("group-id", "message-archive"),
                section.integer("batch-rows", 1_000, 1, 10_000),
                new Retry(
                        retry.duration("first", MILLI.multipliedBy(200), MILLI, SECOND.multipliedBy(60)),
                        retry.duration("longest", SECOND.multipliedBy(10), MILLI, SECOND.multipliedBy(600))),
                section.number("lag-limit", 100_000, 1, Long.MAX_VALUE),
                DatabaseSettings.read(database));
    }
}
