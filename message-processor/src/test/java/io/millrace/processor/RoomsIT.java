package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Inputs;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RoomsIT {

    private static LaunchedService processor;

    private final String room = KafkaBroker.unique("chat:room");

    @BeforeAll
    static void launch() {
        processor = LocalSystem.launch(Map.of("processor.rooms.edge-expiry", "2s"));
    }

    @AfterAll
    static void close() {
        processor.close();
    }

    @Test
    void aPublicationBecomesAnEventACopyAndAnAnswer() {
        heartbeat(1, "edge-1");
        LocalSystem.send(Inputs.attach(room, 1, "edge-1", null, null));
        LocalSystem.send(publish("m1", new ReplyAddress(2, "edge-2", 42L)));

        try (var events = LocalSystem.events();
                var deliveries = LocalSystem.deliveries()) {
            RoomEvent event = awaitEvents(events, 1).getFirst();
            assertThat(event.getOffset()).isEqualTo(1);
            assertThat(event.getPublished().getMessageId()).isEqualTo("m1");
            List<EdgeDelivery> copies = awaitDeliveries(deliveries, 1, 2);
            assertThat(copies.get(0).getAttached().getOffset()).isZero();
            assertThat(copies.get(1).getEvent()).isEqualTo(event);
            EdgeDelivery answer = awaitDeliveries(deliveries, 2, 1).getFirst();
            assertThat(answer.getAnswer().getCorrelation()).isEqualTo(42);
            assertThat(answer.getAnswer().getAccepted().getOffset()).isEqualTo(1);
        }
    }

    @Test
    void aRepeatIsKnownAfterARestart() {
        LocalSystem.send(publish("m1", null));
        LocalSystem.send(publish("m2", null));
        try (var events = LocalSystem.events()) {
            awaitEvents(events, 2);
            processor.close();
            launch();
            LocalSystem.send(publish("m1", new ReplyAddress(3, "edge-3", 1L)));
            LocalSystem.send(publish("m3", null));

            assertThat(awaitEvents(events, 3))
                    .extracting(event -> event.getPublished().getMessageId())
                    .containsExactly("m1", "m2", "m3");
        }
        try (var deliveries = LocalSystem.deliveries()) {
            EdgeDelivery answer = awaitDeliveries(deliveries, 3, 1).getFirst();
            assertThat(answer.getAnswer().getAccepted().getDuplicate()).isTrue();
            assertThat(answer.getAnswer().getAccepted().getOffset()).isEqualTo(1);
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAndThePartitionGoesOn() {
        String topic = Topics.ROOM_COMMANDS.name();
        LocalSystem.send(publish("m1", null));
        LocalSystem.KAFKA.send(topic, room, "no Avro at all".getBytes(StandardCharsets.UTF_8));
        LocalSystem.KAFKA.send(topic, room, LocalSystem.bytes(Inputs.publish("chat:elsewhere", "m", "1", null)));
        LocalSystem.send(publish("", null));
        LocalSystem.send(publish("m2", null));

        try (var events = LocalSystem.events();
                var letters = LocalSystem.KAFKA.reader(Topics.ROOM_COMMANDS.deadLetters())) {
            assertThat(awaitEvents(events, 2)).extracting(RoomEvent::getOffset).containsExactly(1L, 2L);
            List<ConsumerRecord<String, byte[]>> mine = letters
                    .awaitThat(
                            all -> all.stream()
                                            .filter(r -> r.key().equals(room))
                                            .count()
                                    >= 3,
                            Await.DEADLINE,
                            "three dead letters")
                    .stream()
                    .filter(letter -> letter.key().equals(room))
                    .toList();
            assertThat(mine.getFirst().value()).isEqualTo("no Avro at all".getBytes(StandardCharsets.UTF_8));
            assertThat(header(mine.get(1), "reason")).contains("record key must be the room");
            assertThat(header(mine.get(2), "reason")).contains("messageId must not be empty");
            assertThat(header(mine.get(2), "component")).isEqualTo("message-processor");
            assertThat(mine.get(2).value()).isEqualTo(LocalSystem.bytes(publish("", null)));
        }
    }

    @Test
    void attachUnderLoadHasAnExactBoundary() {
        int publications = 3_000;
        heartbeat(4, "edge-4");
        heartbeat(5, "edge-5");
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < publications; i++) {
                LocalSystem.send(publish("m" + i, null));
            }
        });
        try (var deliveries = LocalSystem.deliveries()) {
            for (int i = 0; i < 20; i++) {
                heartbeat(4, "edge-4");
                heartbeat(5, "edge-5");
                LocalSystem.send(Inputs.attach(room, 4, "edge-4", null, null));
                LocalSystem.send(i % 2 == 0 ? Inputs.detach(room, 5, "edge-5") : attach(5, "edge-5"));
                int attached = i + 1;
                deliveries.awaitThat(
                        all -> LocalSystem.of(all, 4, room).stream()
                                        .filter(delivery -> delivery.getAttached() != null)
                                        .count()
                                >= attached,
                        Await.DEADLINE,
                        "attach to be answered");
            }
            load.join();
            List<EdgeDelivery> all = LocalSystem.of(
                    deliveries.awaitThat(
                            seen -> LocalSystem.of(seen, 4, room).stream()
                                    .anyMatch(delivery -> delivery.getEvent() != null
                                            && delivery.getEvent().getOffset() == publications),
                            Await.DEADLINE,
                            "last event"),
                    4,
                    room);
            assertNothingIsMissing(all, publications);
        }
    }

    @Test
    void anEdgeWithoutHeartbeatLosesItsRoomsAndLearnsIt() {
        heartbeat(6, "edge-6");
        LocalSystem.send(attach(6, "edge-6"));
        LocalSystem.send(attach(7, "edge-7"));
        try (var deliveries = LocalSystem.deliveries()) {
            deliveries.awaitThat(
                    all -> {
                        heartbeat(6, "edge-6");
                        return LocalSystem.of(all, 7, room).stream()
                                .anyMatch(delivery -> delivery.getDetached() != null
                                        && delivery.getDetached().getReason() == DetachReason.EXPIRED);
                    },
                    Await.DEADLINE,
                    "the silent edge to be detached");

            LocalSystem.send(publish("m1", null));

            assertThat(awaitDeliveries(deliveries, 6, 2).getLast().getEvent()).isNotNull();
            assertThat(LocalSystem.of(deliveries.toTheEnd(Await.DEADLINE), 7, room))
                    .noneMatch(delivery -> delivery.getEvent() != null);
        }
    }

    @Test
    void operatorsSeeHealthAndCounters() throws Exception {
        LocalSystem.send(publish("m1", new ReplyAddress(3, "edge-3", 1L)));
        LocalSystem.send(publish("m1", new ReplyAddress(3, "edge-3", 2L)));
        try (var deliveries = LocalSystem.deliveries()) {
            awaitDeliveries(deliveries, 3, 2);
        }

        assertThat(get("/health/ready")).contains("UP (RUNNING)");
        assertThat(get("/health/live")).contains("UP");
        assertThat(get("/metrics"))
                .containsPattern(
                        "millrace_room_commands_total[{][^}]*effect=\"repeated\"[^}]*kind=\"publish\"[^}]*} [1-9]")
                .contains("millrace_rooms_loaded", "millrace_rooms_running");
    }

    private static String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + processor.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// Every event between an Attached and the end is there once, in order, and the snapshots meet them
    /// exactly.
    private static void assertNothingIsMissing(List<EdgeDelivery> deliveries, long last) {
        List<Long> seen = new ArrayList<>();
        long expected = -1;
        for (EdgeDelivery delivery : deliveries) {
            if (delivery.getAttached() != null) {
                var tail = delivery.getAttached().getTail().stream()
                        .map(RoomEvent::getOffset)
                        .toList();
                long top = delivery.getAttached().getOffset();
                assertThat(tail)
                        .isEqualTo(LongStream.rangeClosed(top - tail.size() + 1, top)
                                .boxed()
                                .toList());
                assertThat(expected == -1 || expected == top + 1).isTrue();
                expected = top + 1;
            } else if (delivery.getEvent() != null) {
                assertThat(delivery.getEvent().getOffset()).isEqualTo(expected);
                seen.add(expected);
                expected++;
            }
        }
        assertThat(expected).isEqualTo(last + 1);
        assertThat(seen).isNotEmpty();
    }

    private RoomCommand publish(String id, @Nullable ReplyAddress replyTo) {
        return Inputs.publish(room, id, "\"" + id + "\"", replyTo);
    }

    private RoomCommand attach(int inbox, String incarnation) {
        return Inputs.attach(room, inbox, incarnation, null, null);
    }

    private static void heartbeat(int inbox, String incarnation) {
        LocalSystem.send(
                new EdgeStatus(inbox, incarnation, EdgeState.LIVE, "127.0.0.1:1", Instant.EPOCH, Instant.EPOCH, 0, 0));
    }

    private List<RoomEvent> awaitEvents(RecordReader<RoomEvent> reader, int count) {
        return LocalSystem.of(
                reader.awaitThat(
                        all -> LocalSystem.of(all, room).size() >= count, Await.DEADLINE, count + " events of " + room),
                room);
    }

    private List<EdgeDelivery> awaitDeliveries(RecordReader<EdgeDelivery> reader, int inbox, int count) {
        return LocalSystem.of(
                reader.awaitThat(
                        all -> LocalSystem.of(all, inbox, room).size() >= count,
                        Await.DEADLINE,
                        count + " deliveries to inbox " + inbox),
                inbox,
                room);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader("millrace.dlq." + name).value(), StandardCharsets.UTF_8);
    }
}
