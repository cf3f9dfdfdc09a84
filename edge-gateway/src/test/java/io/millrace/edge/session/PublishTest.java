package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.id.UserId;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.testkit.Await;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol section 6: publish, and the rpc method of the same name.
@Timeout(60)
class PublishTest {

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void publicationGoesToModerationAndIsAnsweredWhenTheRoomHasIt() {
        TestClient client = edge.connected("alice");

        client.send(publish(2, "chat:lobby", "{\"n\": 1.0}"));
        MessageSubmitted message = edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).value();
        assertThat(client.rest()).as("nothing is promised yet").isEmpty();
        edge.accept(1, 7);

        assertThat(client.next()).isEqualTo("{\"id\":2,\"publish\":{}}");
        assertThat(edge.sink.to(Topics.MESSAGES_SUBMITTED).getFirst().key()).isEqualTo("alice");
        assertThat(message.getRoom()).isEqualTo("chat:lobby");
        assertThat(text(message)).as("verbatim").isEqualTo("{\"n\": 1.0}");
        assertThat(message.getFormat()).isEqualTo(PayloadFormat.JSON);
        assertThat(message.getSender().getUser()).isEqualTo("alice");
        assertThat(message.getSender().getClient())
                .isEqualTo(client.session.client().value());
        assertThat(message.getSubmittedAt()).isEqualTo(edge.clock.instant());
        assertThat(message.getReplyTo().getInbox()).isEqualTo(4);
        assertThat(message.getReplyTo().getIncarnation()).isEqualTo("edge-1");
    }

    @Test
    void publicationWithoutAPlaceIsAnsweredAsIfItHadOne() {
        TestClient client = edge.connected("alice");
        client.send(publish(2, "chat:lobby", "1"));
        edge.answer(
                edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).value(), new PublishOutcome.Taken(new MessageId("m-1")));

        assertThat(client.next()).isEqualTo("{\"id\":2,\"publish\":{}}");

        client.send("{\"id\":3,\"rpc\":{\"method\":\"publish\",\"data\":{\"channel\":\"chat:lobby\",\"data\":1}}}");
        edge.answer(
                edge.sink.await(Topics.MESSAGES_SUBMITTED, 2).value(), new PublishOutcome.Taken(new MessageId("m-2")));

        assertThat(client.next())
                .isEqualTo("{\"id\":3,\"rpc\":{\"data\":{\"offset\":0,\"epoch\":\"\",\"messageId\":\"m-2\"}}}");
    }

    @ParameterizedTest
    @CsvSource({"111,true", "402,false", "403,true", "404,true", "405,true", "1999,false"})
    void clientIsToldWhetherARefusalIsTemporary(int code, boolean temporary) {
        TestClient client = edge.connected("alice");
        client.send(publish(2, "chat:lobby", "1"));

        edge.answer(edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).value(), new PublishOutcome.Rejected(code, "why"));

        assertThat(client.next())
                .isEqualTo("{\"id\":2,\"error\":{\"code\":" + code + ",\"message\":\"why\""
                        + (temporary ? ",\"temporary\":true}}" : "}}"));
    }

    @Test
    void anonymousUsersAreSpreadByTheirConnection() {
        TestClient client = edge.connected();

        client.send(publish(2, "chat:lobby", "1"));

        assertThat(edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).key())
                .isEqualTo(client.session.client().value());
    }

    @Test
    void publicationThatNeedsNoModerationGoesStraightToItsRoom() {
        TestClient client = edge.connected("alice");

        client.send(publish(2, "direct:a-b", "1"));

        var record = edge.sink.await(Topics.ROOM_COMMANDS, 1);
        Publish publish = record.value().getPublish();
        assertThat(record.key()).isEqualTo("direct:a-b");
        assertThat(publish.getSender().getUser()).isEqualTo("alice");
        assertThat(edge.sink.to(Topics.MESSAGES_SUBMITTED)).isEmpty();
    }

    @Test
    void everyPublishWithoutAKeyIsAPublicationOfItsOwn() {
        TestClient client = edge.connected();

        client.send(publish(2, "chat:lobby", "1"), publish(3, "chat:lobby", "1"));

        edge.sink.await(Topics.MESSAGES_SUBMITTED, 2);
        assertThat(edge.sink.values(Topics.MESSAGES_SUBMITTED))
                .extracting(MessageSubmitted::getMessageId)
                .doesNotHaveDuplicates();
    }

    @Test
    void repliesFollowTheOutcomesNotTheCommands() {
        TestClient client = edge.connected();
        client.send(publish(2, "chat:lobby", "1"), publish(3, "chat:lobby", "2"));

        edge.accept(2, 1);
        edge.accept(1, 2);

        assertThat(client.next()).startsWith("{\"id\":3,");
        assertThat(client.next()).startsWith("{\"id\":2,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nowhere:a  | 1      | 102
                    members:a  | 1      | 103
                    signal:a   | 1      | 0
                    chat:a\\u00e4 | 1    | 107
                    chat:lobby | null   | 107
                    """)
    void refusalsAreErrorsAndTheConnectionStays(String channel, String data, int code) {
        TestClient client = edge.connected();

        client.send(publish(2, channel, data));

        if (code == 0) {
            edge.accept(1, 1);
            assertThat(client.next()).contains("\"publish\":");
        } else {
            assertThat(client.next()).contains("{\"id\":2,\"error\":{\"code\":" + code + ",");
            assertThat(edge.sink.to(Topics.MESSAGES_SUBMITTED)).isEmpty();
        }
        client.assertOpen();
    }

    @Test
    void payloadOverTheLimitIsRefusedSayingHowLargeItMayBe() {
        TestClient client = edge.connected();

        assertThat(client.ask(publish(2, "chat:lobby", '"' + "x".repeat(999) + '"')))
                .contains("\"code\":107", "1000", "1001");
        client.send(publish(3, "chat:lobby", '"' + "x".repeat(998) + '"'));
        edge.accept(1, 1);
        assertThat(client.next()).isEqualTo("{\"id\":3,\"publish\":{}}");
    }

    @Test
    void subscribersPublishWhereOnlySubscribersMay() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"members:a\"}}");

        client.send(publish(3, "members:a", "1"));
        edge.accept(1, 4);
        assertThat(client.next()).isEqualTo("{\"id\":3,\"publish\":{}}");
        client.ask("{\"id\":4,\"unsubscribe\":{\"channel\":\"members:a\"}}");

        assertThat(client.ask(publish(5, "members:a", "1"))).contains("\"code\":103");
    }

    @Test
    void publishWithoutAChannelIsDisconnected() {
        TestClient client = edge.connected();

        client.send(publish(2, "", "1"));

        client.assertClosed(3501);
    }

    @Test
    void nothingIsPublishedAfterTheCommandThatEndedTheSession() {
        TestClient client = edge.connected();

        client.send(publish(2, "", "1"), publish(3, "chat:lobby", "1"));

        client.assertClosed(3501);
        assertThat(edge.sink.to(Topics.MESSAGES_SUBMITTED)).isEmpty();
    }

    @Test
    void mapPublicationIsNotAvailable() {
        assertThat(edge.connected()
                        .ask("{\"id\":2,\"publish\":{\"channel\":\"chat:lobby\",\"data\":1,\"type\":1,\"key\":\"k\"}}"))
                .contains("\"code\":108");
    }

    @ParameterizedTest
    @CsvSource({"111, too many requests, true", "402, muted, false", "1999, no, false"})
    void rejectionReachesTheSenderAndTheConnectionStays(int code, String reason, boolean temporary) {
        TestClient client = edge.connected();
        client.send(publish(2, "chat:lobby", "1"));

        edge.answer(edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).value(), new PublishOutcome.Rejected(code, reason));

        assertThat(client.next())
                .isEqualTo("{\"id\":2,\"error\":{\"code\":" + code + ",\"message\":\"" + reason + "\""
                        + (temporary ? ",\"temporary\":true}}" : "}}"));
        client.assertOpen();
    }

    @ParameterizedTest
    @CsvSource({"400, message rejected by moderation: link", "401, message held for review"})
    void refusalByModerationNamesTheMessageForAnAppeal(int code, String reason) {
        TestClient client = edge.connected("alice");
        client.send(publish(2, "chat:lobby", "1"));
        MessageSubmitted submitted =
                edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).value();

        edge.answer(submitted, new PublishOutcome.Rejected(code, reason));

        assertThat(client.next())
                .isEqualTo("{\"id\":2,\"error\":{\"code\":" + code + ",\"message\":\"" + reason + " (message "
                        + submitted.getMessageId() + ")\"}}");
    }

    @Test
    void publishWithoutAnOutcomeIsATemporaryErrorInTime() {
        try (EdgeRun impatient = EdgeRun.with(Map.of("edge.timing.command", "200ms"))) {
            TestClient client = impatient.connected();

            assertThat(client.ask(publish(2, "chat:lobby", "1"))).contains("\"code\":100", "\"temporary\":true");
            impatient.accept(1, 1);
            assertThat(client.ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:lobby\"}}"))
                    .as("a late outcome is not answered twice")
                    .startsWith("{\"id\":3,");
        }
    }

    @Test
    void writeThatFailsIsATemporaryError() {
        TestClient client = edge.connected();
        client.send(publish(2, "chat:lobby", "1"));

        edge.sink.await(Topics.MESSAGES_SUBMITTED, 1).fail();

        assertThat(client.next()).contains("{\"id\":2,\"error\":{\"code\":100,", "\"temporary\":true");
    }

    @Test
    void writeThatCannotEvenBeQueuedIsATemporaryError() {
        TestClient client = edge.connected();
        edge.sink.refuse();

        assertThat(client.ask(publish(2, "chat:lobby", "1"))).contains("\"code\":100", "\"temporary\":true");
        assertThat(edge.pending.size()).isZero();
    }

    @Test
    void clientWithTooManyPublishesUnderWayIsNotReadFurther() {
        try (EdgeRun narrow = EdgeRun.with(Map.of("edge.limits.publishes-in-flight", "2"))) {
            TestClient client = narrow.connected();

            Future<?> handled = client.post(
                    publish(2, "chat:lobby", "1"), publish(3, "chat:lobby", "2"), publish(4, "chat:lobby", "3"));
            narrow.sink.await(Topics.MESSAGES_SUBMITTED, 2);
            assertThat(handled.isDone()).isFalse();
            narrow.accept(1, 1);
            TestClient.await(handled);

            assertThat(narrow.sink.values(Topics.MESSAGES_SUBMITTED)).hasSize(3);
            narrow.accept(2, 2);
            narrow.accept(3, 3);
            assertThat(List.of(client.next(), client.next(), client.next()))
                    .extracting(reply -> reply.substring(0, 8))
                    .containsExactly("{\"id\":2,", "{\"id\":3,", "{\"id\":4,");
        }
    }

    @Test
    void outcomeForASessionThatHasEndedIsHarmless() {
        TestClient client = edge.connected();
        client.send(publish(2, "chat:lobby", "1"));
        client.close();

        edge.accept(1, 1);

        assertThat(edge.pending.size()).isZero();
    }

    @Test
    void rpcReturnsThePlaceOfThePublication() {
        TestClient client = edge.connected("alice");
        client.send(rpc(2, "{\"channel\":\"chat:lobby\",\"data\":{\"a\":1}}"));

        MessageSubmitted message = edge.accept(1, 7);

        assertThat(client.next())
                .isEqualTo("{\"id\":2,\"rpc\":{\"data\":{\"offset\":7,\"epoch\":\"e1\",\"messageId\":\""
                        + message.getMessageId() + "\"}}}");
    }

    @Test
    void sameKeyOfTheSameUserIsTheSamePublication() {
        TestClient client = edge.connected("alice");
        String request = "{\"channel\":\"chat:lobby\",\"data\":1,\"key\":\"order-1\"}";

        client.send(rpc(2, request), rpc(3, request));

        edge.sink.await(Topics.MESSAGES_SUBMITTED, 2);
        assertThat(edge.sink.values(Topics.MESSAGES_SUBMITTED))
                .extracting(MessageSubmitted::getMessageId)
                .containsOnly(MessageId.ofIdempotencyKey(new UserId("alice"), "order-1")
                        .value());
    }

    @Test
    void sameKeyOfAnotherUserIsAnotherPublication() {
        String request = "{\"channel\":\"chat:lobby\",\"data\":1,\"key\":\"order-1\"}";

        edge.connected("alice").send(rpc(2, request));
        edge.connected("bob").send(rpc(2, request));

        edge.sink.await(Topics.MESSAGES_SUBMITTED, 2);
        assertThat(edge.sink.values(Topics.MESSAGES_SUBMITTED))
                .extracting(MessageSubmitted::getMessageId)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "{\"data\":1}",
                "{\"channel\":1,\"data\":1}",
                "{\"channel\":\"chat:lobby\",\"data\":1,\"key\":7}",
                "{\"channel\":\"chat:lobby\",\"data\":1,\"kei\":\"x\"}",
                "{\"channel\":\"chat:lobby\"}",
                "{\"channel\":\"chat:lobby\",\"data\":1,\"key\":\"short\"}"
            })
    void badRpcIsABadRequest(String data) {
        TestClient client = edge.connected();

        assertThat(client.ask(rpc(2, data))).contains("{\"id\":2,\"error\":{\"code\":107,", "bad request: ");
        client.assertOpen();
    }

    @Test
    void otherMethodsAreNotFound() {
        assertThat(edge.connected().ask("{\"id\":2,\"rpc\":{\"method\":\"fly\",\"data\":{}}}"))
                .contains("\"code\":104");
    }

    @Test
    void slowClientIsDisconnectedWithoutWhatItDidNotRead() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"bare:a\"}}");
        client.socket.stopReading();

        for (long offset = 4; !client.session.hasEnded(); offset++) {
            large("bare:a", offset);
        }
        client.socket.readOn();

        client.assertClosed(3008);
        assertThat(client.rest()).as("not flushed").hasSizeLessThan(10);
    }

    @Test
    void shutdownFlushesWhatWasSaid() {
        TestClient client = edge.connected();
        client.socket.stopReading();
        client.send(
                "{\"id\":2,\"unsubscribe\":{\"channel\":\"chat:a\"}}",
                "{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:b\"}}");

        Thread drain =
                Thread.ofVirtual().start(() -> edge.registry.drain(Duration.ofMillis(20), Duration.ofSeconds(20)));
        Await.until(client.session::hasEnded, Await.DEADLINE, "the drain to reach the client");
        client.socket.readOn();

        client.assertClosed(3001);
        assertThat(client.rest()).hasSize(2);
        assertThat(edge.registry.reserve()).as("nobody comes in any more").isFalse();
        client.close();
        join(drain);
    }

    @Test
    void sessionThatOpensDuringADrainIsClosedToo() {
        assertThat(edge.registry.reserve()).isTrue();
        edge.registry.drain(Duration.ZERO, Duration.ZERO);

        TestClient late = new TestClient(
                new Session(edge.services, edge.registry, Transport.webSocket(Encoding.JSON, "192.0.2.7", false)));
        late.open();

        late.assertClosed(3001);
        late.close();
    }

    @Test
    void closedConnectionIsNeverFramedAs3000() {
        TestClient client = edge.connected();

        client.session.disconnect(DisconnectCode.CONNECTION_CLOSED);

        client.assertClosed(1000);
    }

    @Test
    void placesOfEndedSessionsAreFreeAgain() {
        SessionRegistry small = EdgeRun.registryOf(1);
        assertThat(small.reserve()).isTrue();
        assertThat(small.reserve()).isFalse();
        TestClient client = new TestClient(
                new Session(edge.services, small, Transport.webSocket(Encoding.JSON, "192.0.2.7", false)));
        client.open();

        client.close();

        assertThat(small.reserve()).isTrue();
    }

    private void large(String room, long offset) {
        edge.server.deliver(() -> edge.hub.event(
                new RoomId(room), RoomFixtures.EPOCH, RoomFixtures.event(offset, 50_000), System.nanoTime()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(MessageSubmitted message) {
        return StandardCharsets.UTF_8.decode(message.getData().duplicate()).toString();
    }

    private static String publish(int id, String channel, String data) {
        return "{\"id\":" + id + ",\"publish\":{\"channel\":\"" + channel + "\",\"data\":" + data + "}}";
    }

    private static String rpc(int id, String data) {
        return "{\"id\":" + id + ",\"rpc\":{\"method\":\"publish\",\"data\":" + data + "}}";
    }
}
