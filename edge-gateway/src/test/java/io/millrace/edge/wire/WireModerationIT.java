package io.millrace.edge.wire;

import static io.millrace.edge.sanction.SanctionRecords.sanction;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sanctions that others write, and what users bring before moderators, with a real broker. Each test has users
/// and rooms of its own.
@Timeout(60)
class WireModerationIT {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}";
    private static final String PUBLISH = "{\"id\":3,\"publish\":{\"channel\":\"%s\",\"data\":\"psst\"}}";

    private static final AvroSerdes SERDES =
            new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url()));

    private static WireEdge edge;
    private static FakeRooms rooms;
    private static RecordWriter writer;
    private static RecordReader<ReviewItem> items;

    @BeforeAll
    static void launch() {
        edge = WireEdge.launch(Map.of());
        rooms = FakeRooms.serve();
        writer = RecordWriter.open(KafkaSettings.local(KafkaBroker.shared().bootstrapServers()), SERDES, "moderators");
        items = KafkaBroker.shared()
                .reader(Topics.MODERATION_REVIEW.name(), SERDES.deserializer(Topics.MODERATION_REVIEW));
    }

    @AfterAll
    static void close() {
        items.close();
        writer.close();
        rooms.close();
        edge.close();
    }

    @Test
    void banEndsConnectionsWithinASecondAndLetsNobodyInAgain() {
        Door.each(Door.ALL, door -> {
            String user = user();
            String token = WireEdge.token(user, 600);
            try (WireClient client = edge.connected(door, token)) {
                String ban = sanctioned(user, "", SanctionKind.BAN, null);
                long written = System.nanoTime();

                assertThat(client.end()).isEqualTo("4500 banned");
                assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(SOON);
                try (WireClient again = edge.open(door, WireEdge.connect(token))) {
                    assertThat(again.end()).isEqualTo("4500 banned");
                }

                KafkaBroker.shared().send(new ProducerRecord<>(Topics.MODERATION_SANCTIONS.name(), ban, null));
                Await.until(() -> isLetIn(door, token), Await.DEADLINE, "the end of the ban");
            }
        });
    }

    @Test
    void edgeThatStartsLetsNobodyInWhoIsBanned() {
        String user = user();
        sanctioned(user, "", SanctionKind.BAN, null);
        sanctioned(user, "", SanctionKind.MUTE, null);

        try (WireEdge later = WireEdge.launch(Map.of());
                WireClient client = later.open(Door.SOCKET_JSON, WireEdge.connect(WireEdge.token(user, 600)))) {
            assertThat(client.end()).isEqualTo("4500 banned");
        }
    }

    @Test
    void refusedPublishCanBeAppealedByTheIdInItsError() {
        String room = room();
        rooms.refuse(room, 400, "message rejected by moderation: link");
        try (WireClient client = edge.connected(Door.SOCKET_JSON, WireEdge.token(user(), 600))) {
            String message =
                    client.ask(PUBLISH.formatted(room)).at("/error/message").asText();
            assertThat(message).startsWith("message rejected by moderation: link (message ");
            String id = message.replaceFirst(".* \\(message (.*)\\)$", "$1");

            JsonNode answer = client.ask("{\"id\":4,\"rpc\":{\"method\":\"moderation.appeal\",\"data\":{\"channel\":\""
                    + room + "\",\"id\":\"" + id + "\",\"text\":\"why\"}}}");

            ConsumerRecord<String, ReviewItem> record =
                    item(answer.at("/rpc/data/id").asText());
            assertThat(record.value().getMessageId()).isEqualTo(id);
        }
    }

    @Test
    void banUnderAWrongKeyIsNone() {
        String user = user();
        Sanction ban = sanction(UUID.randomUUID().toString(), user, "", SanctionKind.BAN, null);
        try (WireClient client = edge.connected(Door.SOCKET_JSON, WireEdge.token(user, 600))) {
            writer.writeAndWait(Topics.MODERATION_SANCTIONS, "another", ban, Await.DEADLINE);
            String mute = sanctioned(user, "", SanctionKind.MUTE, null);

            assertThat(awaitSanctions(client).findValuesAsText("id")).containsExactly(mute);
        }
    }

    @Test
    void banFromARoomEndsTheSubscription() {
        Door.each(Door.ALL, door -> {
            String user = user();
            String room = room();
            try (WireClient client = edge.connected(door, WireEdge.token(user, 600))) {
                client.ask(SUBSCRIBE.formatted(room));
                sanctioned(user, room, SanctionKind.BAN, null);
                long written = System.nanoTime();

                JsonNode push = client.next();

                assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(SOON);
                assertThat(push.at("/push/channel").asText()).isEqualTo(room);
                assertThat(push.at("/push/unsubscribe/code").asInt()).isEqualTo(2400);
                assertThat(push.at("/push/unsubscribe/reason").asText()).isEqualTo("banned");
                assertThat(client.ask(SUBSCRIBE.formatted(room))
                                .at("/error/code")
                                .asInt())
                        .isEqualTo(103);
            }
        });
    }

    @Test
    void muteIsToldWithItsEnd() {
        String user = user();
        String room = room();
        Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        try (WireClient client = edge.connected(Door.SOCKET_JSON, WireEdge.token(user, 600))) {
            sanctioned(user, "", SanctionKind.MUTE, until);
            assertThat(awaitSanctions(client)).hasSize(1);

            JsonNode refused = client.ask(PUBLISH.formatted(room));

            assertThat(refused.at("/error/code").asInt()).isEqualTo(402);
            assertThat(refused.at("/error/message").asText()).isEqualTo("muted until " + until);
            assertThat(client.ask(SUBSCRIBE.formatted(room)).has("subscribe")).isTrue();
        }
    }

    @Test
    void publicationWithoutAPlaceIsShownToItsSenderAlone() {
        Door.each(Door.ALL, door -> {
            String token = WireEdge.token(user(), 600);
            String room = room();
            try (WireClient sender = edge.connected(door, token);
                    WireClient same = edge.connected(door, token);
                    WireClient stranger = edge.connected(door)) {
                for (WireClient client : List.of(sender, same, stranger)) {
                    client.ask(SUBSCRIBE.formatted(room));
                }

                sender.send(PUBLISH.formatted(room));

                assertThat(sender.next().has("publish")).isTrue();
                rooms.deliver(room, 1, 10);
                for (WireClient client : List.of(sender, same)) {
                    JsonNode echo = client.next();
                    assertThat(echo.at("/push").has("pub")).isTrue();
                    assertThat(echo.at("/push/pub/offset").asInt()).isZero();
                }
                for (WireClient client : List.of(sender, same, stranger)) {
                    assertThat(client.next().at("/push/pub/offset").asInt()).isEqualTo(1);
                }
            }
        });
    }

    @Test
    void reportIsWrittenForTheModerators() {
        String user = user();
        String room = room();
        try (WireClient client = edge.connected(Door.SOCKET_JSON, WireEdge.token(user, 600))) {
            client.ask(SUBSCRIBE.formatted(room));
            rooms.deliver(room, 1, 10);
            client.next();

            JsonNode answer = client.ask("{\"id\":4,\"rpc\":{\"method\":\"moderation.report\",\"data\":{\"channel\":\""
                    + room + "\",\"offset\":1,\"user\":\"mallory\",\"reason\":\"rude\"}}}");

            ConsumerRecord<String, ReviewItem> record =
                    item(answer.at("/rpc/data/id").asText());
            assertThat(record.key()).isEqualTo(room);
            assertThat(record.value().getKind()).isEqualTo(ReviewKind.REPORT);
            assertThat(record.value().getReporter()).isEqualTo(user);
            assertThat(record.value().getOffset()).isEqualTo(1);
        }
    }

    @Test
    void whoIsBannedSeesWhyAndAppealsWithoutAConnection() throws Exception {
        String user = user();
        String token = WireEdge.token(user, 600);
        String ban = sanctioned(user, "", SanctionKind.BAN, null);
        JsonNode own = Await.value(
                () -> json(ask("sanctions", token, null)),
                answer -> answer.at("/sanctions/0/id").asText().equals(ban),
                Await.DEADLINE,
                "the ban");
        assertThat(own.at("/sanctions/0/kind").asText()).isEqualTo("ban");

        HttpResponse<String> answer =
                ask("appeals", token, "{\"sanction\":\"" + ban + "\",\"text\":\"it was not me\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        ConsumerRecord<String, ReviewItem> record = item(json(answer).get("id").asText());
        assertThat(record.key()).isEqualTo(user);
        assertThat(record.value().getKind()).isEqualTo(ReviewKind.APPEAL);
        assertThat(record.value().getSanction()).isEqualTo(ban);
        assertThat(record.value().getText()).isEqualTo("it was not me");
    }

    @Test
    void doorForAppealsWantsATokenAndARequestThatCanBe() {
        String token = WireEdge.token(user(), 600);
        String body = "{\"channel\":\"chat:a\",\"id\":\"m-1\",\"text\":\"why\"}";

        assertThat(ask("appeals", "no token", body).statusCode()).isEqualTo(401);
        assertThat(ask("appeals", WireEdge.token(user(), -60), body).body()).contains("109");
        assertThat(ask("appeals", WireEdge.token(claims -> claims), body).statusCode())
                .as("a token without a user")
                .isEqualTo(401);
        assertThat(ask("appeals", token, null).statusCode()).as("GET").isEqualTo(405);
        HttpResponse<String> empty = ask("appeals", token, "{\"channel\":\"chat:a\",\"id\":\"m-1\"}");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(empty.body()).isEqualTo("{\"error\":{\"code\":107,\"message\":\"bad request: text is required\"}}");
        assertThat(ask("appeals", token, body + "{}").body()).contains("data must be one JSON object");
        assertThat(ask("appeals", token, "x".repeat(20_000)).statusCode()).isEqualTo(413);
        for (int i = 0; i < 7; i++) {
            assertThat(ask("appeals", token, body).statusCode()).isEqualTo(202);
        }
        assertThat(ask("appeals", token, body).statusCode()).isEqualTo(429);
    }

    private static boolean isLetIn(Door door, String token) {
        try (WireClient client = edge.open(door, WireEdge.connect(token))) {
            JsonNode reply = client.poll();
            return reply != null && reply.has("connect");
        }
    }

    private static JsonNode awaitSanctions(WireClient client) {
        return Await.value(
                () -> client.ask("{\"id\":9,\"rpc\":{\"method\":\"moderation.sanctions\",\"data\":{}}}")
                        .at("/rpc/data/sanctions"),
                sanctions -> !sanctions.isEmpty(),
                Await.DEADLINE,
                "a sanction");
    }

    private static String sanctioned(String user, String room, SanctionKind kind, @Nullable Instant until) {
        Sanction sanction = sanction(UUID.randomUUID().toString(), user, room, kind, until);
        writer.writeAndWait(Topics.MODERATION_SANCTIONS, sanction.getId(), sanction, Await.DEADLINE);
        return sanction.getId();
    }

    private static ConsumerRecord<String, ReviewItem> item(String id) {
        return items.awaitRecord(record -> record.value().getId().equals(id), Await.DEADLINE, "item " + id);
    }

    private static HttpResponse<String> ask(String what, String token, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + edge.port() + "/v1/moderation/" + what))
                .header("Authorization", "Bearer " + token);
        try {
            return HTTP.send(
                    (body == null ? request.GET() : request.POST(BodyPublishers.ofString(body))).build(),
                    BodyHandlers.ofString());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return WireClient.JSON.readTree(answer.body());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private static String room() {
        return "chat:" + UUID.randomUUID();
    }
}
