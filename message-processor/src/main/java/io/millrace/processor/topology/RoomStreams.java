package io.millrace.processor.topology;

import io.millrace.processor.room.RoomPolicies;
import io.millrace.processor.room.RoomSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RunningStreams;
import io.millrace.runtime.lifecycle.Launch;
import java.time.Duration;

/// Launches the room state machines of this process.
public final class RoomStreams {

    private RoomStreams() {}

    /// How rooms are run.
    ///
    /// @param applicationId consumer group, and prefix of the changelog topic
    /// @param rooms limits of rooms
    /// @param edgeExpiry silence after which an edge is dead
    public record Settings(String applicationId, RoomSettings rooms, Duration edgeExpiry) {}

    /// Starts to run rooms; returns before the first partition is assigned.
    ///
    /// @param launch takes over what rooms are run with
    public static RunningStreams launch(
            Settings settings, KafkaSettings kafka, RoomSerdes serdes, RoomPolicies policies, Launch launch) {
        RoomMeters meters = new RoomMeters(launch.meters());
        Heartbeats heartbeats = new Heartbeats(settings.edgeExpiry());
        launch.add(EdgeDirectory.open(kafka, serdes.status(), heartbeats));
        EdgeExpiry expiry = launch.add(EdgeExpiry.open(kafka, serdes.commands().serializer(), heartbeats, meters));
        RoomEnvironment environment = new RoomEnvironment(policies, settings.rooms(), expiry, meters);
        RunningStreams rooms = launch.add(RunningStreams.launch(
                RoomTopology.build(serdes, environment, kafka.minInSyncReplicas()),
                kafka.streams(settings.applicationId(), true)));
        launch.meters()
                .gauge(
                        "millrace_rooms_running",
                        "1 while the rooms of this process run",
                        () -> rooms.isRunning() ? 1 : 0);
        return rooms;
    }
}
