package io.millrace.processor.room;

import io.millrace.id.RoomId;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.EdgeDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One partition of `room.commands` with its rooms and their store. Time stands still unless it is moved.
final class Partition {

    static final RoomSettings SETTINGS = new RoomSettings(6, Duration.ofHours(1), 2);
    static final RoomPolicy CHAT = new RoomPolicy(4, Duration.ofMinutes(10), true, PayloadFormat.JSON);
    static final RoomPolicy PLAIN = new RoomPolicy(0, Duration.ZERO, false, PayloadFormat.BINARY);
    static final RoomPolicies POLICIES = room -> switch (room.namespace()) {
        case "chat" -> Optional.of(CHAT);
        case "plain" -> Optional.of(PLAIN);
        default -> Optional.empty();
    };

    private final MapStore store;
    private final RoomSettings settings;
    private Rooms rooms;
    private long offset = 1_000;
    private long now = 1_800_000_000_000L;

    Partition() {
        this(new MapStore(), SETTINGS);
    }

    Partition(MapStore store, RoomSettings settings) {
        this.store = store;
        this.settings = settings;
        this.rooms = new Rooms(store, POLICIES, settings);
    }

    /// Ends the process: everything in memory is lost, the store remains.
    void restart() {
        rooms = new Rooms(store, POLICIES, settings);
    }

    void pass(Duration time) {
        now += time.toMillis();
    }

    Outcome submit(RoomCommand command) {
        return (Outcome) decide(command.getRoom().isEmpty() ? null : command.getRoom(), command);
    }

    Decision decide(@Nullable String key, RoomCommand command) {
        return decide(new CommandOrigin(3, offset++, now), key, command);
    }

    Decision decide(CommandOrigin origin, @Nullable String key, RoomCommand command) {
        Decision decision = rooms.decide(origin, key, command);
        if (decision instanceof Outcome outcome) {
            store.apply(outcome.changes());
        }
        return decision;
    }

    /// Forgets idle rooms, by the time that has passed here.
    void forgetIdle() {
        store.apply(rooms.forgetIdle(java.time.Instant.ofEpochMilli(now)));
    }

    boolean knows(String room) {
        return store.knows(new RoomId(room));
    }

    MapStore store() {
        return store;
    }

    Rooms rooms() {
        return rooms;
    }

    static List<EdgeDelivery> to(int inbox, Outcome outcome) {
        return outcome.deliveries().stream()
                .filter(delivery -> delivery.inbox().partition() == inbox)
                .map(Delivery::content)
                .toList();
    }

    static List<Long> offsets(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::getOffset).toList();
    }
}
