package io.millrace.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ModerationStreamIT {

    private static LaunchedService moderation;

    private final String user = KafkaBroker.unique("user");
    private final String room = KafkaBroker.unique("chat:room");
    private final long now = System.currentTimeMillis();
    private int submitted;

    @BeforeAll
    static void launch() {
        moderation = LocalSystem.launch();
    }

    @AfterAll
    static void close() {
        moderation.close();
    }

    @Test
    void allowedMessageReachesItsRoomWithItsTime() {
        LocalSystem.submit(LocalSystem.message("m1", user, room, "hello"), now - 5000);

        try (var commands = LocalSystem.reader(Topics.ROOM_COMMANDS);
                var decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS)) {
            ConsumerRecord<String, RoomCommand> command =
                    LocalSystem.await(commands, room, 1).getFirst();
            assertThat(command.value().getPublish().getMessageId()).isEqualTo("m1");
            assertThat(command.timestamp()).isEqualTo(now - 5000);
            ModerationDecision decision =
                    LocalSystem.await(decisions, user, 1).getFirst().value();
            assertThat(decision.getVerdict()).isEqualTo(Verdict.ALLOW);
            assertThat(decision.getPolicyVersion()).matches("[0-9a-f]{16}");
        }
    }

    @Test
    void refusalGoesIntoTheInboxOfTheSendersEdge() {
        LocalSystem.submit(LocalSystem.message("m1", user, room, "such a bаdwоrd"), now);

        try (var deliveries = LocalSystem.reader(Topics.EDGE_DELIVERIES);
                var commands = LocalSystem.reader(Topics.ROOM_COMMANDS)) {
            ConsumerRecord<String, EdgeDelivery> delivery =
                    LocalSystem.await(deliveries, room, 1).getFirst();
            assertThat(delivery.partition()).isEqualTo(5);
            assertThat(delivery.value().getIncarnation()).isEqualTo(LocalSystem.INCARNATION);
            assertThat(delivery.value().getAnswer().getCorrelation()).isEqualTo(42);
            assertThat(delivery.value().getAnswer().getRejected().getCode()).isEqualTo(400);
            assertThat(LocalSystem.of(commands.toTheEnd(Await.DEADLINE), room)).isEmpty();
        }
    }

    @Test
    void orderOfEachUserIsKept() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (int other = 0; other < 5; other++) {
                LocalSystem.submit(
                        LocalSystem.message("m" + i, user + other, room + other, "hello " + i), now + i * 20L);
            }
            sent.add("m" + i);
        }

        try (var commands = LocalSystem.reader(Topics.ROOM_COMMANDS)) {
            for (int other = 0; other < 5; other++) {
                assertThat(LocalSystem.await(commands, room + other, 100))
                        .extracting(command -> command.value().getPublish().getMessageId())
                        .isEqualTo(sent);
            }
        }
    }

    @Test
    void bucketsSurviveARestart() {
        for (int i = 0; i < 100; i++) {
            LocalSystem.submit(LocalSystem.message("m" + i, user, room, "hello"), now);
        }
        try (var decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS)) {
            LocalSystem.await(decisions, user, 100);

            moderation.close();
            launch();
            LocalSystem.submit(LocalSystem.message("too-many", user, room, "hello"), now);
            LocalSystem.submit(LocalSystem.message("later", user, room, "hello"), now + 1000);

            List<ConsumerRecord<String, ModerationDecision>> all = LocalSystem.await(decisions, user, 102);
            assertThat(all)
                    .extracting(decision -> decision.value().getMessageId() + " "
                            + decision.value().getVerdict())
                    .contains("m99 ALLOW", "too-many BOUNCE", "later ALLOW");
            assertThat(all).hasSize(102);
        }
    }

    @Test
    void publishedPolicyAppliesAtOnceAndAfterARestartAndABrokenOneChangesNothing() {
        try (var decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS)) {
            assertThat(verdict("before", room, decisions)).isEqualTo(Verdict.ALLOW);

            LocalSystem.publish("policy/room/" + room, "{\"patterns\": [{\"name\": \"a\", \"pattern\": \"heck\"}]}");
            String fence = KafkaBroker.unique("chat:fence");
            awaitRefused("after", room, decisions);
            assertThat(verdict("elsewhere", room + "-2", decisions)).isEqualTo(Verdict.ALLOW);

            LocalSystem.publish("policy/room/" + room, "{\"patterns\": [{\"name\": \"a\"}]}");
            LocalSystem.publish("policy/room/" + fence, "{\"patterns\": [{\"name\": \"a\", \"pattern\": \"heck\"}]}");
            awaitRefused("fence", fence, decisions);
            assertThat(verdict("broken", room, decisions)).isEqualTo(Verdict.BOUNCE);
            assertThat(get("/health").body()).contains("1 with problems: policy/room/" + room + " /patterns/0: ");

            LocalSystem.publish("policy/room/" + room, "{\"patterns\": [{\"name\": \"a\", \"pattern\": \"heck\"}]}");
            moderation.close();
            launch();
            assertThat(verdict("restarted", room, decisions)).isEqualTo(Verdict.BOUNCE);
        }
    }

    private void awaitRefused(String id, String where, RecordReader<ModerationDecision> decisions) {
        AtomicInteger attempt = new AtomicInteger();
        Await.until(
                () -> verdict(id + attempt.incrementAndGet(), where, decisions) == Verdict.BOUNCE,
                Await.DEADLINE,
                "the policy to apply");
    }

    private Verdict verdict(String id, String where, RecordReader<ModerationDecision> decisions) {
        LocalSystem.submit(LocalSystem.message(id, user, where, "what the heck"), now + submitted++ * 100L);
        return LocalSystem.await(decisions, user, submitted).stream()
                .filter(decision -> decision.value().getMessageId().equals(id))
                .findFirst()
                .orElseThrow()
                .value()
                .getVerdict();
    }

    @Test
    void poisonGoesToTheDeadLettersAndThePartitionGoesOn() {
        byte[] poison = "no Avro at all".getBytes(StandardCharsets.UTF_8);
        LocalSystem.KAFKA.send(Topics.MESSAGES_SUBMITTED.name(), user, poison);
        LocalSystem.submit(LocalSystem.message("m1", user, "café", "hello"), now);
        LocalSystem.submit(LocalSystem.message("m2", user, room, "hello"), now);

        try (var commands = LocalSystem.reader(Topics.ROOM_COMMANDS);
                var letters = LocalSystem.KAFKA.reader(Topics.MESSAGES_SUBMITTED.deadLetters())) {
            assertThat(LocalSystem.await(commands, room, 1)).hasSize(1);
            List<ConsumerRecord<String, byte[]>> mine = LocalSystem.await(letters, user, 2);
            assertThat(mine.getFirst().value()).isEqualTo(poison);
            assertThat(header(mine.getFirst(), "component")).isEqualTo("moderation-stream");
            assertThat(header(mine.get(1), "reason")).contains("room must be printable ASCII");
        }
        Await.until(() -> deadLettersCounted() >= 2, Await.DEADLINE, "dead letters to be counted");
    }

    @Test
    void healthAndMetricsAreServed() {
        LocalSystem.submit(LocalSystem.message("m1", user, room, "hello"), now);
        try (var commands = LocalSystem.reader(Topics.ROOM_COMMANDS)) {
            LocalSystem.await(commands, room, 1);
        }

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).contains("moderation");
        assertThat(get("/metrics").body())
                .containsPattern("millrace_moderation_verdicts_total\\{.*rule=\"none\".*verdict=\"allow\".*} [1-9]")
                .contains("millrace_moderation_judging_seconds_bucket")
                .contains("millrace_moderation_age_seconds_bucket")
                .contains("millrace_moderation_senders")
                .contains("millrace_moderation_dead_letters");
    }

    private static double deadLettersCounted() {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("millrace_moderation_dead_letters{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static HttpResponse<String> get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + moderation.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader("millrace.dlq." + name).value(), StandardCharsets.UTF_8);
    }
}
