package io.millrace.edge.session;

import static io.millrace.edge.sanction.SanctionRecords.sanction;
import static io.millrace.edge.session.EdgeRun.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.publish.RecordingSink.Written;
import io.millrace.id.MessageId;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reports, appeals and one's own sanctions. The rooms have the events 1 to 3, all of `user-sender`; of those
/// in namespace `short` two are at hand.
@Timeout(60)
class ModerationRpcTest {

    private final EdgeRun edge =
            EdgeRun.with(Map.of("edge.limits.complaints", "3"), "brief", Map.of("persistence", false));

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void reportNamesTheAuthorThatTheEdgeFinds() {
        TestClient client = edge.connected("alice");

        client.send(report("{\"channel\":\"chat:a\",\"offset\":2,\"user\":\"mallory\",\"reason\":\" he is rude \"}"));
        Written<ReviewItem> written = edge.sink.await(Topics.MODERATION_REVIEW, 1);
        written.succeed();

        ReviewItem item = written.value();
        assertThat(written.key()).isEqualTo("user-sender");
        assertThat(item.getKind()).isEqualTo(ReviewKind.REPORT);
        assertThat(item.getRoom()).isEqualTo("chat:a");
        assertThat(item.getOffset()).isEqualTo(2);
        assertThat(item.getEpoch()).isEqualTo("e1");
        assertThat(item.getUser()).isEqualTo("user-sender");
        assertThat(item.getClient()).isEqualTo("sender");
        assertThat(item.getReporter()).isEqualTo("alice");
        assertThat(item.getText()).isEqualTo("he is rude");
        assertThat(item.getAt()).isEqualTo(edge.clock.instant());
        assertThat(client.next()).isEqualTo("{\"id\":5,\"rpc\":{\"data\":{\"id\":\"" + item.getId() + "\"}}}");
        AuditEvent event = edge.sink.values(Topics.AUDIT_EVENTS).getLast();
        assertThat(event.getAction()).isEqualTo("moderation.report");
        assertThat(event.getActor()).isEqualTo("alice");
        assertThat(event.getTarget()).isEqualTo("chat:a");
        assertThat(event.getOutcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void reportHoldsTheMessageOnlyWhereNobodyCouldLookItUp() {
        TestClient client = edge.connected("alice");

        client.send(report("{\"channel\":\"chat:a\",\"offset\":2}"));
        client.send(report("{\"channel\":\"brief:a\",\"offset\":2}"));

        var items = edge.sink.values(Topics.MODERATION_REVIEW);
        assertThat(items.get(0).getData()).isNull();
        assertThat(StandardCharsets.UTF_8.decode(items.get(1).getData()).toString())
                .isEqualTo("\"\"");
    }

    @Test
    void repeatHasTheSameIdAndAnotherReporterAnother() {
        TestClient alice = edge.connected("alice");
        TestClient bob = edge.connected("bob");
        String about = report("{\"channel\":\"chat:a\",\"offset\":2}");

        alice.send(about);
        alice.send(report("{\"channel\":\"chat:a\",\"offset\":2,\"reason\":\"more\"}"));
        bob.send(about);

        var items = edge.sink.values(Topics.MODERATION_REVIEW);
        assertThat(items.get(1).getId()).isEqualTo(items.get(0).getId());
        assertThat(items.get(2).getId()).isNotEqualTo(items.get(0).getId());
    }

    @Test
    void authorIsLookedForInTheArchiveToo() {
        edge.archive.holds(1, 1);
        TestClient client = edge.connected("alice");

        client.send(report("{\"channel\":\"short:a\",\"offset\":1}"));

        assertThat(edge.sink.await(Topics.MODERATION_REVIEW, 1).value().getUser())
                .isEqualTo("user-sender");
    }

    @Test
    void authorOfAMessageThatNobodyFindsIsLeftToTheModerators() {
        edge.archive.goAway();
        TestClient client = edge.connected("alice");

        client.send(report("{\"channel\":\"short:a\",\"offset\":1,\"user\":\"mallory\"}"));
        client.send(report("{\"channel\":\"short:a\",\"id\":\"m-1\",\"user\":\"mallory\"}"));
        client.send(report("{\"channel\":\"short:a\",\"user\":\"mallory\"}"));

        var records = edge.sink.to(Topics.MODERATION_REVIEW);
        assertThat(records).extracting(Written::key).containsExactly("short:a", "short:a", "mallory");
        var items = edge.sink.values(Topics.MODERATION_REVIEW);
        assertThat(items).extracting(ReviewItem::getUser).containsExactly("", "", "mallory");
        assertThat(items).extracting(ReviewItem::getMessageId).containsExactly(null, "m-1", null);
        assertThat(items).extracting(ReviewItem::getOffset).containsExactly(1L, null, null);
    }

    @Test
    void idBesideAnOffsetCountsOnlyWhereNobodyCouldLookItUp() {
        TestClient client = edge.connected("alice");

        client.send(report("{\"channel\":\"chat:a\",\"offset\":2,\"id\":\"m-of-alice\"}"));
        client.send(report("{\"channel\":\"brief:a\",\"offset\":2,\"id\":\"m-2\"}"));

        assertThat(edge.sink.values(Topics.MODERATION_REVIEW))
                .extracting(ReviewItem::getMessageId)
                .containsExactly(null, "m-2");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            {"offset":1}                                   | bad request: channel is required
            {"channel":"chat:a"}                           | bad request: one of offset, id and user is required
            {"channel":"chat:a","offset":0}                | bad request: offset must be positive, is 0
            {"channel":"chat:a","offset":"1"}              | bad request: offset must be a whole number
            {"channel":"chat:a","offset":4}                | bad request: offset is beyond the newest of the room, 3, is 4
            {"channel":7}                                  | bad request: channel must be a string
            {"chanel":"chat:a"}                            | bad request: unknown field chanel; known are channel, id, user, reason, offset
            {"channel":"chat:a","user":"alice"}            | bad request: the message is your own
            {"channel":"chat:a","user":"a\\u0001b"}         | bad request: user must not have control characters
            []                                             | bad request: data must be a JSON object
            {"channel":"nowhere:a","offset":1}             | unknown channel
            {"channel":"closed:a","offset":1}              | permission denied
            {"channel":"$chat:a","offset":1}               | permission denied
            """)
    void reportThatCannotBeIsRefused(String request, String message) {
        TestClient client = edge.connected("alice");

        assertThat(client.ask(report(request))).contains("\"message\":\"" + message + "\"");
        assertThat(edge.sink.to(Topics.MODERATION_REVIEW)).isEmpty();
    }

    @Test
    void reasonThatIsTooLongIsRefusedWithLimitAndLength() {
        TestClient client = edge.connected("alice");
        String reason = "x".repeat(1_001);

        assertThat(client.ask(report("{\"channel\":\"chat:a\",\"offset\":1,\"reason\":\"" + reason + "\"}")))
                .contains("\"code\":107", "reason is longer than 1000 characters, it has 1001");
    }

    @Test
    void whoIsInARoomByATokenMayReportThere() {
        TestClient client = edge.connected("alice");
        client.ask(subscribe(2, "$chat:a", EdgeRun.ticket("alice", "$chat:a")));

        client.send(report("{\"channel\":\"$chat:a\",\"offset\":1}"));

        edge.sink.await(Topics.MODERATION_REVIEW, 1);
    }

    @Test
    void whoIsBannedFromARoomMayNotReportThere() {
        TestClient client = edge.connected("alice");
        edge.services.sanctions().change(null, sanction("s1", "alice", "chat:a", SanctionKind.BAN, null));

        assertThat(client.ask(report("{\"channel\":\"chat:a\",\"offset\":1}"))).contains("\"code\":103");
    }

    @Test
    void reportsAndAppealsOfAUserAreCounted() {
        TestClient one = edge.connected("alice");
        TestClient two = edge.connected("alice");
        one.send(report("{\"channel\":\"chat:a\",\"offset\":1}"));
        two.send(report("{\"channel\":\"chat:a\",\"offset\":2}"));
        two.send(appeal("{\"channel\":\"chat:a\",\"id\":\"m-1\",\"text\":\"why\"}"));

        assertThat(one.ask(report("{\"channel\":\"chat:a\",\"offset\":3}")))
                .isEqualTo("{\"id\":5,\"error\":{\"code\":111,\"message\":\"too many requests: more than 3 reports and"
                        + " appeals in a minute\",\"temporary\":true}}");
        edge.connected("bob").send(report("{\"channel\":\"chat:a\",\"offset\":3}"));
        edge.sink.await(Topics.MODERATION_REVIEW, 4);
    }

    @Test
    void reportThatKafkaDoesNotTakeIsAnsweredWithATemporaryError() {
        TestClient client = edge.connected("alice");
        client.send(report("{\"channel\":\"chat:a\",\"offset\":1}"));

        edge.sink.await(Topics.MODERATION_REVIEW, 1).fail();

        assertThat(client.next()).contains("\"code\":100", "\"temporary\":true");
        assertThat(edge.sink.values(Topics.AUDIT_EVENTS).getLast().getOutcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void appealIsAboutAMessageByItsIdOrItsKey() {
        TestClient client = edge.connected("alice");

        client.send(appeal("{\"channel\":\"chat:a\",\"id\":\"m-1\",\"text\":\"why\"}"));
        client.send(appeal("{\"channel\":\"chat:a\",\"key\":\"k-1\",\"text\":\"why\"}"));
        client.send(appeal("{\"channel\":\"chat:a\",\"offset\":2,\"text\":\"why\"}"));

        var items = edge.sink.values(Topics.MODERATION_REVIEW);
        assertThat(edge.sink.to(Topics.MODERATION_REVIEW))
                .extracting(Written::key)
                .containsOnly("alice");
        assertThat(items).extracting(ReviewItem::getKind).containsOnly(ReviewKind.APPEAL);
        assertThat(items).extracting(ReviewItem::getReporter).containsOnly("alice");
        assertThat(items).extracting(ReviewItem::getId).doesNotHaveDuplicates();
        assertThat(items.get(0).getMessageId()).isEqualTo("m-1");
        assertThat(items.get(1).getMessageId())
                .isEqualTo(MessageId.ofIdempotencyKey(client.session.identity().user(), "k-1")
                        .value());
        assertThat(items.get(1).getRoom()).isEqualTo("chat:a");
        assertThat(items.get(2).getMessageId()).isNull();
        assertThat(items.get(2).getOffset()).isEqualTo(2);
    }

    @Test
    void appealIsAboutASanctionOfOnesOwn() {
        TestClient client = edge.connected("alice");
        edge.services.sanctions().change(null, sanction("s1", "alice", "chat:a", SanctionKind.MUTE, null));
        edge.services.sanctions().change(null, sanction("s2", "bob", "chat:a", SanctionKind.MUTE, null));

        assertThat(client.ask(appeal("{\"sanction\":\"s2\",\"text\":\"why\"}")))
                .contains("\"code\":107", "sanction is none of yours");
        client.send(appeal("{\"sanction\":\"s1\",\"text\":\"why\"}"));

        ReviewItem item = edge.sink.await(Topics.MODERATION_REVIEW, 1).value();
        assertThat(item.getSanction()).isEqualTo("s1");
        assertThat(item.getRoom()).isEqualTo("chat:a");
        assertThat(item.getUser()).isEqualTo("alice");
        assertThat(item.getMessageId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            {"text":"x"}                            | one of sanction, channel with id, channel with key, and channel with offset is required
            {"channel":"chat:a","text":"x"}         | one of sanction, channel with id, channel with key, and channel with offset is required
            {"sanction":"s1","id":"m","text":"x"}   | an appeal is about a sanction or a message, not both
            {"sanction":"s1","channel":"chat:a","text":"x"} | an appeal is about a sanction or a message, not both
            {"sanction":"s1","key":"k","text":"x"}  | an appeal is about a sanction or a message, not both
            {"sanction":"s1","offset":7,"text":"x"} | an appeal is about a sanction or a message, not both
            {"channel":"chat:a","id":"m","offset":7,"text":"x"} | only one of id, key and offset names a message
            {"id":"m","text":"x"}                   | channel is required with id
            {"channel":"chat:a","id":"m","text":" "} | text is required
            {"channel":"é:a","key":"k","text":"x"}  | channel must be printable ASCII
            """)
    void appealThatCannotBeIsRefused(String request, String message) {
        assertThat(edge.connected("alice").ask(appeal(request)))
                .contains("\"code\":107", "bad request: " + message + "\"");
    }

    @Test
    void whoHasNoNameHasNothingToAppeal() {
        assertThat(edge.connected().ask(appeal("{\"channel\":\"chat:a\",\"id\":\"m-1\",\"text\":\"x\"}")))
                .contains("\"code\":103");
    }

    @Test
    void usersSeeTheirOwnSanctionsAndNotWhoGaveThem() {
        TestClient client = edge.connected("alice");
        assertThat(client.ask(rpc("moderation.sanctions", "{}")))
                .isEqualTo("{\"id\":5,\"rpc\":{\"data\":{\"sanctions\":[]}}}");
        edge.services.sanctions().change(null, sanction("s1", "alice", "", SanctionKind.MUTE, null));
        edge.services
                .sanctions()
                .change(
                        null,
                        sanction(
                                "s2",
                                "alice",
                                "chat:a",
                                SanctionKind.TIMEOUT,
                                edge.clock.instant().plusSeconds(60)));
        edge.services.sanctions().change(null, sanction("s3", "bob", "", SanctionKind.MUTE, null));

        assertThat(client.ask(rpc("moderation.sanctions", "{}")))
                .isEqualTo("{\"id\":5,\"rpc\":{\"data\":{\"sanctions\":["
                        + "{\"id\":\"s1\",\"kind\":\"mute\",\"reason\":\"of \\\"s1\\\"\"},"
                        + "{\"id\":\"s2\",\"kind\":\"timeout\",\"room\":\"chat:a\",\"until\":\""
                        + edge.clock.instant().plusSeconds(60) + "\",\"reason\":\"of \\\"s2\\\"\"}]}}}");
    }

    private static String report(String request) {
        return rpc("moderation.report", request);
    }

    private static String appeal(String request) {
        return rpc("moderation.appeal", request);
    }

    private static String rpc(String method, String request) {
        return "{\"id\":5,\"rpc\":{\"method\":\"" + method + "\",\"data\":" + request + "}}";
    }
}
