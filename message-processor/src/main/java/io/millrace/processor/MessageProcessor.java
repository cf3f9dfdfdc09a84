package io.millrace.processor;

import io.millrace.id.RoomId;
import io.millrace.processor.config.ProcessorConfig;
import io.millrace.processor.history.ArchiveWriter;
import io.millrace.processor.room.RoomPolicies;
import io.millrace.processor.room.RoomPolicy;
import io.millrace.processor.room.RoomSettings;
import io.millrace.processor.topology.RoomSerdes;
import io.millrace.processor.topology.RoomStreams;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.lifecycle.Service;
import io.millrace.runtime.lifecycle.Startup;
import io.millrace.runtime.metrics.Meters;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;

/// The running service: orders rooms and archives their events.
public final class MessageProcessor implements Service {

    private final Closer resources;
    private final HealthChecks checks = new HealthChecks();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final OpsServer ops;
    private final Startup startup;

    private MessageProcessor(ProcessorConfig config, Closer resources) {
        Meters meters = Meters.create("message-processor");
        this.resources = resources;
        this.ops = resources.add(OpsServer.open(config.ops(), checks, meters.registry()));
        this.startup = Startup.begin("message-processor", checks, patience -> open(config, meters, patience), failure);
    }

    /// Launches the service from a configuration.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    public static MessageProcessor launch(Config config) {
        return launch(config.read(ProcessorConfig::read));
    }

    /// Listens for health requests at once and starts the parts that are enabled as soon as broker and
    /// registry are there: [#ready] tells.
    ///
    /// @throws IllegalStateException when the port of health and metrics is taken
    public static MessageProcessor launch(ProcessorConfig config) {
        Closer resources = new Closer();
        try {
            return new MessageProcessor(config, resources);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    private void open(ProcessorConfig config, Meters meters, Patience patience) {
        patience.until(
                "kafka",
                () -> new TopicAdmin(config.kafka())
                        .ensure(List.of(
                                Topics.ROOM_COMMANDS, Topics.ROOM_EVENTS, Topics.EDGE_DELIVERIES, Topics.EDGE_STATUS)));
        AvroSerdes serdes = new AvroSerdes(config.registry());
        RoomSerdes roomSerdes = resources.add(RoomSerdes.of(serdes));
        patience.until("registry", () -> {
            roomSerdes.warmUp();
            return true;
        });
        if (config.rooms().enabled()) {
            RoomStreams rooms = resources.add(launchRooms(config, roomSerdes, meters));
            checks.readiness("rooms", rooms::health);
        }
        if (config.archive().enabled()) {
            ArchiveWriter archive = resources.add(launchArchive(config, serdes, meters, resources));
            checks.readiness("archive", archive::health);
        }
    }

    private static RoomStreams launchRooms(ProcessorConfig config, RoomSerdes serdes, Meters meters) {
        ProcessorConfig.Rooms rooms = config.rooms();
        RoomStreams.Settings settings = new RoomStreams.Settings(
                rooms.applicationId(),
                new RoomSettings(rooms.dedupWindow(), rooms.idleLimit(), rooms.loaded()),
                rooms.edgeExpiry());
        return RoomStreams.launch(settings, config.kafka(), serdes, policies(config.namespaces()), meters);
    }

    private static ArchiveWriter launchArchive(
            ProcessorConfig config, AvroSerdes serdes, Meters meters, Closer resources) {
        Deserializer<RoomEvent> events = resources.add(serdes.deserializer(Topics.ROOM_EVENTS));
        Set<String> transientNamespaces = config.namespaces().all().stream()
                .filter(namespace -> !namespace.persistence())
                .map(Namespace::name)
                .collect(Collectors.toUnmodifiableSet());
        return ArchiveWriter.launch(
                config.kafka(),
                config.archive(),
                events,
                // An event of a namespace that is not configured any more is kept: losing is worse than keeping.
                event -> !transientNamespaces.contains(new RoomId(event.getRoom()).namespace()),
                meters);
    }

    private static RoomPolicies policies(Namespaces namespaces) {
        Map<String, RoomPolicy> byName = namespaces.all().stream()
                .collect(Collectors.toMap(
                        Namespace::name,
                        namespace -> new RoomPolicy(
                                namespace.historySize(),
                                namespace.historyTime(),
                                namespace.tracksPresence(),
                                format(namespace))));
        return room -> Optional.ofNullable(byName.get(room.namespace()));
    }

    private static PayloadFormat format(Namespace namespace) {
        return switch (namespace.format()) {
            case JSON -> PayloadFormat.JSON;
            case BINARY -> PayloadFormat.BINARY;
        };
    }

    /// Whether every enabled part works, or the first reason why not.
    public Health ready() {
        return checks.ready();
    }

    /// Port of health and metrics.
    public int opsPort() {
        return ops.port();
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        startup.close();
        resources.close();
    }
}
