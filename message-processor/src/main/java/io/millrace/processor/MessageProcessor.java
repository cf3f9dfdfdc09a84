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
import io.millrace.runtime.kafka.RunningStreams;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Launch;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.runtime.lifecycle.Patience;
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
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;

/// Launches the service that orders rooms and archives their events.
public final class MessageProcessor {

    private MessageProcessor() {}

    /// Launches the service from a configuration.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    public static LaunchedService launch(Config config) {
        return launch(config.read(ProcessorConfig::read));
    }

    /// Listens for health requests at once and starts the parts that are enabled as soon as broker and
    /// registry are there.
    ///
    /// @throws IllegalStateException when the port of health and metrics is taken
    public static LaunchedService launch(ProcessorConfig config) {
        return LaunchedService.launch(
                "message-processor", config.ops(), (launch, patience) -> open(config, launch, patience));
    }

    private static void open(ProcessorConfig config, Launch launch, Patience patience) {
        patience.until(
                "kafka",
                () -> new TopicAdmin(config.kafka())
                        .ensure(List.of(
                                Topics.ROOM_COMMANDS, Topics.ROOM_EVENTS, Topics.EDGE_DELIVERIES, Topics.EDGE_STATUS)));
        AvroSerdes serdes = new AvroSerdes(config.registry());
        RoomSerdes roomSerdes = launch.add(RoomSerdes.of(serdes));
        patience.until("registry", () -> {
            roomSerdes.warmUp();
            return true;
        });
        if (config.rooms().enabled()) {
            RunningStreams rooms = launchRooms(config, roomSerdes, launch);
            launch.checks().readiness("rooms", rooms::health);
        }
        if (config.archive().enabled()) {
            Deserializer<RoomEvent> events = launch.add(serdes.deserializer(Topics.ROOM_EVENTS));
            ArchiveWriter archive = launch.add(launchArchive(config, events, launch.meters()));
            launch.checks().readiness("archive", archive::health);
        }
    }

    private static RunningStreams launchRooms(ProcessorConfig config, RoomSerdes serdes, Launch launch) {
        ProcessorConfig.Rooms rooms = config.rooms();
        RoomStreams.Settings settings = new RoomStreams.Settings(
                rooms.applicationId(),
                new RoomSettings(rooms.dedupWindow(), rooms.idleLimit(), rooms.loaded()),
                rooms.edgeExpiry());
        return RoomStreams.launch(settings, config.kafka(), serdes, policies(config.namespaces()), launch);
    }

    private static ArchiveWriter launchArchive(ProcessorConfig config, Deserializer<RoomEvent> events, Meters meters) {
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
}
