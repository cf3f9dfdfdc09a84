package io.millrace.processor.topology;

import io.millrace.processor.room.CommandOrigin;
import io.millrace.processor.room.Decision;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.processor.room.Decision.Poison;
import io.millrace.processor.room.Rooms;
import io.millrace.schema.chat.RoomCommand;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Hands each command of a partition to its rooms and carries out what they decide: first the state, then the
/// output. Both commit together with the consumed offset. Owned by the task's thread.
final class RoomProcessor extends ContextualProcessor<String, RoomCommand, String, Object> {

    private static final Duration EDGE_CHECK = Duration.ofSeconds(1);
    private static final Duration CLEAN_UP = Duration.ofHours(1);

    /// Clocks of producers differ: a room is removed only when no later command can still find it.
    private static final Duration CLOCK_MARGIN = Duration.ofDays(1);

    private final RoomEnvironment environment;
    private @Nullable KafkaRoomStore store;
    private @Nullable Rooms rooms;

    RoomProcessor(RoomEnvironment environment) {
        this.environment = environment;
    }

    /// Called with the store restored. What an earlier assignment had in memory is gone.
    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        KeyValueStore<Bytes, byte[]> kafkaStore = context.getStateStore(RoomTopology.STORE);
        KafkaRoomStore restored = new KafkaRoomStore(kafkaStore);
        Rooms opened = new Rooms(restored, environment.policies(), environment.settings());
        store = restored;
        rooms = opened;
        context.schedule(EDGE_CHECK, PunctuationType.WALL_CLOCK_TIME, _ -> checkEdges(opened));
        context.schedule(CLEAN_UP, PunctuationType.WALL_CLOCK_TIME, _ -> forgetIdleRooms(opened, restored));
    }

    @Override
    public void process(Record<String, RoomCommand> record) {
        if (rooms == null || store == null) {
            throw new IllegalStateException("process before init");
        }
        switch (decide(rooms, record)) {
            case Poison(var reason) -> {
                environment.meters().deadLetter();
                throw new PoisonCommandException(reason);
            }
            case Outcome outcome -> {
                carryOut(outcome, store, record);
                environment.meters().done(CommandKind.of(record.value()), outcome.effect());
            }
        }
    }

    private Decision decide(Rooms rooms, Record<String, RoomCommand> record) {
        if (record.value() == null) {
            return new Poison("a command must have a value");
        }
        RecordMetadata place = context().recordMetadata().orElseThrow();
        CommandOrigin origin = new CommandOrigin(place.partition(), place.offset(), record.timestamp());
        return rooms.decide(origin, record.key(), record.value());
    }

    private void carryOut(Outcome outcome, KafkaRoomStore store, Record<String, RoomCommand> record) {
        try {
            store.apply(outcome.changes());
            // Deliveries first: people wait for them, and the producer sends what it is given at once.
            outcome.deliveries()
                    .forEach(delivery -> context()
                            .forward(
                                    new Record<>(delivery.content().getRoom(), delivery, record.timestamp()),
                                    RoomTopology.DELIVERIES));
            outcome.events()
                    .forEach(event -> context()
                            .forward(
                                    new Record<>(
                                            event.getRoom(),
                                            event,
                                            event.getAt().toEpochMilli()),
                                    RoomTopology.EVENTS));
        } catch (KafkaException failure) {
            throw failure; // Streams knows what to do, for example when the task has moved to another instance.
        } catch (RuntimeException failure) {
            throw new HalfDoneException(failure);
        }
    }

    private void checkEdges(Rooms rooms) {
        int partition = context().taskId().partition();
        environment.meters().loaded(partition, rooms.loadedRooms());
        rooms.followers().forEach(follower -> environment.edges().check(partition, follower));
    }

    private void forgetIdleRooms(Rooms rooms, KafkaRoomStore store) {
        Instant time = Instant.ofEpochMilli(context().currentStreamTimeMs()).minus(CLOCK_MARGIN);
        store.apply(rooms.forgetIdle(time));
    }

    @Override
    public void close() {
        environment.meters().released(context().taskId().partition());
    }
}
