package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Inputs;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rule 4 and 5 of the architecture: processors are killed under load, and nothing is lost, doubled or
/// contradicted.
@Timeout(240)
class KillIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(KillIT.class);
    private static final int PUBLICATIONS = 6_000;
    private static final int EDGE = 10;
    private static final int SENDER = 11;

    private final List<String> rooms = IntStream.range(0, 6)
            .mapToObj(_ -> KafkaBroker.unique("chat:killed"))
            .toList();

    private int progress;
    private long progressAt;
    private long longestStall;

    @Test
    void whatWasAcknowledgedIsCommittedOnceAtThePlaceThatWasAnswered() {
        Path folder = TestRun.newFolder("kill");
        Path config = ChildProcessor.write(folder, yaml());
        try (ChildProcessor first = ChildProcessor.start(folder, config, "first");
                ChildProcessor second = ChildProcessor.start(folder, config, "second");
                RecordReader<EdgeDelivery> deliveries = LocalSystem.deliveries();
                RecordReader<RoomEvent> events = LocalSystem.events()) {
            rooms.forEach(room -> LocalSystem.send(Inputs.attach(room, EDGE, "edge", null, null)));
            awaitAnswers(deliveries, 0);
            CompletableFuture<Void> load = CompletableFuture.runAsync(this::publishAll);
            awaitAnswers(deliveries, PUBLICATIONS / 4);
            first.kill();
            try (ChildProcessor third = ChildProcessor.start(folder, config, "third")) {
                awaitAnswers(deliveries, PUBLICATIONS / 2);
                second.kill();
                load.join();
                awaitAnswers(deliveries, PUBLICATIONS);
                List<ConsumerRecord<String, RoomEvent>> committed = events.awaitThat(
                        all -> rooms.stream()
                                        .mapToLong(room ->
                                                LocalSystem.of(all, room).size())
                                        .sum()
                                >= PUBLICATIONS,
                        Await.DEADLINE,
                        "all events to be committed");
                third.kill();
                // The answers are in one inbox, the copies in another one, and a reader takes them in turns.
                List<ConsumerRecord<String, EdgeDelivery>> seen = deliveries.toTheEnd(Await.DEADLINE);

                Map<String, Long> places = assertOneOrder(committed);
                assertAnswersAgree(seen, places);
                rooms.forEach(room -> assertFollowerMissesNothing(seen, room, LocalSystem.of(committed, room)));
                long copies = seen.stream()
                        .filter(record -> record.partition() == EDGE)
                        .count();
                LOGGER.atInfo()
                        .addKeyValue("publications", PUBLICATIONS)
                        .addKeyValue("deliveriesToTheFollower", copies)
                        .addKeyValue(
                                "longestStallMillis",
                                Duration.ofNanos(longestStall).toMillis())
                        .log("two processors were killed");
            }
        }
    }

    /// Offsets 1..n in each room, each id once.
    private Map<String, Long> assertOneOrder(List<ConsumerRecord<String, RoomEvent>> committed) {
        Map<String, Long> places = new HashMap<>();
        for (String room : rooms) {
            List<RoomEvent> events = LocalSystem.of(committed, room);
            assertThat(events.stream().map(RoomEvent::getOffset))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            assertThat(events.stream().map(RoomEvent::getEpoch).distinct()).hasSize(1);
            events.forEach(event -> assertThat(places.put(event.getPublished().getMessageId(), event.getOffset()))
                    .isNull());
        }
        assertThat(places).hasSize(PUBLICATIONS);
        return places;
    }

    private void assertAnswersAgree(List<ConsumerRecord<String, EdgeDelivery>> seen, Map<String, Long> places) {
        Set<String> answered = new HashSet<>();
        for (String room : rooms) {
            for (EdgeDelivery delivery : LocalSystem.of(seen, SENDER, room)) {
                Accepted accepted = delivery.getAnswer().getAccepted();
                String id = delivery.getAnswer().getMessageId();
                assertThat(accepted.getOffset()).as("place of %s", id).isEqualTo(places.get(id));
                answered.add(id);
            }
        }
        assertThat(answered).hasSize(PUBLICATIONS);
    }

    /// Repeats are allowed, contradictions and gaps are not.
    private static void assertFollowerMissesNothing(
            List<ConsumerRecord<String, EdgeDelivery>> seen, String room, List<RoomEvent> committed) {
        Map<Long, RoomEvent> received = new TreeMap<>();
        for (EdgeDelivery delivery : LocalSystem.of(seen, EDGE, room)) {
            if (delivery.getEvent() != null) {
                RoomEvent before = received.putIfAbsent(delivery.getEvent().getOffset(), delivery.getEvent());
                assertThat(before == null || before.equals(delivery.getEvent()))
                        .as("a repeat is the same event")
                        .isTrue();
            }
        }
        assertThat(List.copyOf(received.values())).isEqualTo(committed);
    }

    private void publishAll() {
        for (int i = 0; i < PUBLICATIONS; i++) {
            String room = rooms.get(i % rooms.size());
            RoomCommand command =
                    Inputs.publish(room, "m" + i, "{\"n\":" + i + "}", new ReplyAddress(SENDER, "s", (long) i));
            LocalSystem.send(command);
            if (i % 20 == 0) {
                // What moderation does after a crash of its own.
                LocalSystem.send(command);
                LocalSystem.send(new EdgeStatus(
                        EDGE, "edge", EdgeState.LIVE, "127.0.0.1:1", Instant.EPOCH, Instant.EPOCH, 0, 0));
                // About 1,000 a second, so that the load outlasts both kills.
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private List<ConsumerRecord<String, EdgeDelivery>> awaitAnswers(
            RecordReader<EdgeDelivery> deliveries, int publications) {
        return deliveries.awaitThat(
                all -> {
                    noteProgress(all.size());
                    return attached(all) && answered(all) >= publications;
                },
                Await.DEADLINE.multipliedBy(2),
                publications + " publications to be answered");
    }

    /// For the log: how long nothing came while the load was on.
    private void noteProgress(int records) {
        long now = System.nanoTime();
        if (records != progress) {
            longestStall = progress == 0 || records < 100 ? 0 : Math.max(longestStall, now - progressAt);
            progress = records;
            progressAt = now;
        }
    }

    private boolean attached(List<ConsumerRecord<String, EdgeDelivery>> all) {
        return rooms.stream().allMatch(room -> !LocalSystem.of(all, EDGE, room).isEmpty());
    }

    private long answered(List<ConsumerRecord<String, EdgeDelivery>> all) {
        Set<String> own = Set.copyOf(rooms);
        return all.stream()
                .filter(record -> record.partition() == SENDER && own.contains(record.key()))
                .map(record -> record.value().getAnswer().getMessageId())
                .distinct()
                .count();
    }

    private static String yaml() {
        return """
                kafka:
                  bootstrap-servers: "%s"
                  session-timeout: 1500ms
                  standbys: 1
                registry:
                  url: "%s"
                namespaces:
                  chat: {presence: true, history-size: 50}
                processor:
                  ops: {port: 0}
                  rooms: {application-id: "%s"}
                archive:
                  enabled: false
                """.formatted(LocalSystem.KAFKA.bootstrapServers(), LocalSystem.REGISTRY, "message-processor");
    }
}
