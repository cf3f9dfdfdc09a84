package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.RegistryServer;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A registry that goes away and comes back.
@Timeout(180)
class RegistryOutageIT {

    private static final String TOPIC = Topics.ROOM_COMMANDS.name();
    private static final Restartable<RegistryServer> REGISTRY = SchemaRegistry.restartable();

    private static String url;
    private static byte[] bytes;

    @BeforeAll
    static void writeOne() {
        url = REGISTRY.start().url();
        try (Serializer<RoomCommand> serializer = serdes().serializer(Topics.ROOM_COMMANDS)) {
            bytes = serializer.serialize(TOPIC, command("chat:a"));
        }
    }

    @AfterAll
    static void stop() {
        REGISTRY.close();
    }

    @Test
    void readerOfAnUnknownSchemaWaitsUntilTheRegistryIsBack() throws Exception {
        REGISTRY.stop();
        try (Deserializer<RoomCommand> deserializer = serdes().deserializer(Topics.ROOM_COMMANDS);
                ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Thread[] waiting = new Thread[1];
            Future<RoomCommand> read = reader.submit(() -> {
                waiting[0] = Thread.currentThread();
                return deserializer.deserialize(TOPIC, bytes);
            });
            Await.until(() -> waits(waiting[0]), Duration.ofSeconds(60), "the reader to pause");
            assertThat(read).isNotDone();

            REGISTRY.start();

            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(command("chat:a"));
        }
    }

    @Test
    void readerWaitsForARegistryWhoseOwnDatabaseIsAway() throws Exception {
        try (FailingRegistry failing = FailingRegistry.before(url);
                Deserializer<RoomCommand> deserializer = serdes(failing.url()).deserializer(Topics.ROOM_COMMANDS);
                ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<RoomCommand> read = reader.submit(() -> deserializer.deserialize(TOPIC, bytes));
            Await.until(() -> failing.refused() > 1, Duration.ofSeconds(60), "the reader to ask again");
            assertThat(read).isNotDone();

            failing.recover();

            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(command("chat:a"));
        }
    }

    @Test
    void schemaThatTheRegistryDoesNotKnowIsPoisonAtOnce() {
        byte[] unknown = bytes.clone();
        unknown[3] = 99;

        try (Deserializer<RoomCommand> deserializer = serdes().deserializer(Topics.ROOM_COMMANDS)) {
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, unknown))
                    .isInstanceOf(SerializationException.class)
                    .isNotInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void knownSchemasNeedNoRegistry() {
        try (Serializer<RoomCommand> serializer = serdes().serializer(Topics.ROOM_COMMANDS);
                Deserializer<RoomCommand> deserializer = serdes().deserializer(Topics.ROOM_COMMANDS)) {
            deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, command("chat:a")));

            REGISTRY.stop();
            byte[] written = serializer.serialize(TOPIC, command("chat:b"));
            RoomCommand read = deserializer.deserialize(TOPIC, written);
            REGISTRY.start();

            assertThat(read).isEqualTo(command("chat:b"));
        }
    }

    @Test
    void manyThreadsShareOneSerde() throws Exception {
        try (Serializer<RoomCommand> serializer = serdes().serializer(Topics.ROOM_COMMANDS);
                Deserializer<RoomCommand> deserializer = serdes().deserializer(Topics.ROOM_COMMANDS);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            CyclicBarrier start = new CyclicBarrier(4);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String room = "chat:" + "x".repeat(thread * 40 + 1);
                all.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < 3_000; i++) {
                        assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, command(room + i))))
                                .isEqualTo(command(room + i));
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /// Whether a reader pauses between two questions.
    private static boolean waits(@Nullable Thread thread) {
        return thread != null
                && List.of(thread.getStackTrace()).toString().contains("CheckedDeserializer")
                && thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static AvroSerdes serdes() {
        return serdes(url);
    }

    private static AvroSerdes serdes(String registry) {
        return new AvroSerdes(new RegistrySettings(registry, true, 0, Duration.ofMillis(10)));
    }

    private static RoomCommand command(String room) {
        return RoomCommand.newBuilder().setRoom(room).build();
    }
}
