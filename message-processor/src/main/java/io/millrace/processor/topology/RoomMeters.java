package io.millrace.processor.topology;

import io.helidon.metrics.api.Counter;
import io.millrace.processor.room.Decision.Effect;
import io.millrace.runtime.metrics.Meters;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What operators see of the rooms. Thread-safe.
final class RoomMeters {

    private final Map<Ended, Counter> commands = new HashMap<>();
    private final Counter deadLetters;
    private final Counter edgesGone;
    private final Map<Integer, Integer> loadedRooms = new ConcurrentHashMap<>();

    private record Ended(CommandKind kind, Effect effect) {}

    RoomMeters(Meters meters) {
        for (CommandKind kind : CommandKind.values()) {
            for (Effect effect : Effect.values()) {
                commands.put(
                        new Ended(kind, effect),
                        meters.counter(
                                "millrace_room_commands",
                                "Commands carried out; repeated ones are duplicates",
                                "kind",
                                label(kind),
                                "effect",
                                label(effect)));
            }
        }
        deadLetters = meters.counter("millrace_room_commands_dead", "Commands that went to the dead letters undecided");
        edgesGone = meters.counter("millrace_room_edges_gone", "Edges declared dead, once for each partition");
        meters.gauge(
                "millrace_rooms_loaded",
                "Rooms held decoded in memory",
                () -> loadedRooms.values().stream().mapToInt(Integer::intValue).sum());
    }

    void done(CommandKind kind, Effect effect) {
        Counter counter = commands.get(new Ended(kind, effect));
        if (counter != null) {
            counter.increment();
        }
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void edgeGone() {
        edgesGone.increment();
    }

    void loaded(int partition, int rooms) {
        loadedRooms.put(partition, rooms);
    }

    void released(int partition) {
        loadedRooms.remove(partition);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
