package io.millrace.faults.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Outcome;
import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiResult;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/// A backend that writes its calls to Kafka. Every fifth call is written twice. Owned by its thread.
final class CommandDoor implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final String name;
    private final List<String> rooms;
    private final Activity activity;
    private final KafkaBroker broker;
    private final AvroSerdes serdes;
    private final Map<String, Attempt> attempts = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::work);
    private volatile boolean closed;

    /// @param name that no other run has
    /// @param rooms of the run
    CommandDoor(String bootstrapServers, String registryUrl, String name, List<String> rooms, Activity activity) {
        this.name = name;
        this.rooms = List.copyOf(rooms);
        this.activity = activity;
        this.broker = KafkaBroker.at(bootstrapServers);
        this.serdes = new AvroSerdes(RegistrySettings.at(registryUrl));
        thread.start();
    }

    private void work() {
        try (Serializer<ApiCommand> commands = serdes.serializer(Topics.API_COMMANDS)) {
            for (int turn = 0; !closed; turn++) {
                String room = rooms.get(turn % rooms.size());
                String id = "door-" + turn;
                String data = Payloads.of(id);
                attempts.put(
                        id + "@" + name,
                        new Attempt(
                                "door",
                                room,
                                id,
                                System.nanoTime(),
                                new Outcome.Unknown(),
                                Payloads.hash(data),
                                false));
                String params = "{\"channel\":\"" + room + "\",\"data\":" + data + "}";
                send(commands, new ApiCommand(id + "@" + name, "publish", params, null));
                if (turn % 5 == 0) {
                    send(commands, new ApiCommand(id + "@" + name, "publish", params, null));
                    String erased = "{\"channel\":\"chat:erased-by-door\"}";
                    send(commands, new ApiCommand("erase-" + turn + "@" + name, "history_remove", erased, null));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// All under one key: they keep their order.
    private void send(Serializer<ApiCommand> commands, ApiCommand command) {
        broker.send(Topics.API_COMMANDS.name(), name, commands.serialize(Topics.API_COMMANDS.name(), command));
        activity.done("door " + command.getMethod());
    }

    /// Every publication with what the results say, once all have one.
    ///
    /// @throws AssertionError when that takes too long
    List<Attempt> outcomes() {
        Map<String, ApiResult> results = new HashMap<>();
        try (Deserializer<ApiResult> values = serdes.deserializer(Topics.API_RESULTS);
                RecordReader<ApiResult> reader = broker.reader(Topics.API_RESULTS.name(), values)) {
            reader.awaitThat(
                            records -> records.stream()
                                            .map(record -> record.key())
                                            .filter(attempts::containsKey)
                                            .distinct()
                                            .count()
                                    == attempts.size(),
                            DEADLINE,
                            "a result of " + attempts.size() + " commands")
                    .forEach(record -> results.putIfAbsent(record.key(), record.value()));
        }
        List<Attempt> outcomes = new ArrayList<>();
        attempts.forEach((id, attempt) -> outcomes.add(attempt.with(outcome(Objects.requireNonNull(results.get(id))))));
        return outcomes;
    }

    private static Outcome outcome(ApiResult result) {
        if (result.getError() != null) {
            return new Outcome.Unknown();
        }
        try {
            JsonNode place = JSON.readTree(result.getResult());
            return new Outcome.Accepted(
                    place.get("epoch").asText(), place.get("offset").asLong(), System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
