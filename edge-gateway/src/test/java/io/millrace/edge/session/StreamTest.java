package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.edge.delta.DeltaReader;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomPublication;
import io.millrace.id.RoomId;
import io.millrace.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Protocol sections 7 and 8: archive, cache mode, deltas, publications without a place. The room has the
/// events 1 to 3; namespace `short` keeps two of them at hand.
@Timeout(60)
class StreamTest {

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void whatIsNotAtHandIsRecoveredFromTheArchive() {
        edge.archive.holds(1, 1);

        String reply = edge.connected().ask(recover("short:a", 0));

        assertThat(reply).contains("\"recovered\":true");
        assertThat(reply.indexOf("\"offset\":1")).isPositive().isLessThan(reply.indexOf("\"offset\":2"));
        assertThat(reply).contains("\"offset\":3");
    }

    @Test
    void whatIsNotInTheArchiveEitherIsGone() {
        assertThat(edge.connected().ask(recover("short:a", 0)))
                .contains("\"was_recovering\":true")
                .doesNotContain("\"recovered\"");
    }

    @Test
    void archiveThatLagsIsNotTakenForOneThatHasForgotten() {
        edge.archive.holds(1, 2);
        edge.connected().ask(EdgeRun.subscribe(2, "short:a"));
        edge.event("short:a", 4);
        edge.event("short:a", 5);
        TestClient client = edge.connected();

        assertThat(client.ask(recover("short:a", 2))).contains("\"code\":100", "\"temporary\":true");

        edge.archive.holds(3, 3);
        assertThat(client.ask(recover("short:a", 2))).contains("\"recovered\":true", "\"offset\":3");
    }

    @Test
    void archiveWithoutItsBeginningHasForgotten() {
        edge.archive.holds(4, 5);
        edge.connected().ask(EdgeRun.subscribe(2, "short:a"));
        edge.event("short:a", 4);
        edge.event("short:a", 5);

        assertThat(edge.connected().ask(recover("short:a", 2)))
                .contains("\"was_recovering\":true")
                .doesNotContain("\"recovered\"");
    }

    @Test
    void clientIsAskedToComeBackWhileTheArchiveIsAway() {
        edge.archive.goAway();

        assertThat(edge.connected().ask(recover("short:a", 0))).contains("\"code\":100", "\"temporary\":true");
    }

    @Test
    void slowArchiveIsNotAskedForTheRoomsOfAMessageWhoseTimeIsOver() {
        Duration time = Duration.ofSeconds(1);
        try (EdgeRun hasty = EdgeRun.with(Map.of("edge.timing.command", "1s"))) {
            hasty.archive.holds(1, 1);
            TestClient client = hasty.connected();
            hasty.connected().ask(EdgeRun.subscribe(2, "short:b"));
            CountDownLatch answers = hasty.archive.becomeSlow();

            Future<?> handled = client.post(recover("short:a", 0), recover("short:b", 0));
            Await.until(() -> hasty.archive.asked() == 1, Await.DEADLINE, "the archive is asked");
            long over = System.nanoTime() + time.toNanos();
            Await.until(() -> System.nanoTime() - over >= 0, Await.DEADLINE, "the message's time is over");
            answers.countDown();
            TestClient.await(handled);

            assertThat(client.next()).contains("\"recovered\":true");
            assertThat(client.next()).contains("\"code\":100", "\"temporary\":true");
            assertThat(hasty.archive.asked()).isEqualTo(1);
        }
    }

    @Test
    void subscriberThatWaitedForTheArchiveGetsWhatFollows() {
        edge.archive.holds(1, 1);
        TestClient client = edge.connected();
        client.ask(recover("short:a", 0));

        edge.event("short:a", 4);

        assertThat(client.next()).contains("\"offset\":4");
    }

    @Test
    void historyGoesBackIntoTheArchive() {
        edge.archive.holds(1, 1);
        TestClient client = edge.connected();

        assertThat(offsets(client.ask(history("short:a", "\"limit\":10")))).containsExactly(1L, 2L, 3L);
        assertThat(offsets(client.ask(history("short:a", "\"limit\":2")))).containsExactly(1L, 2L);
        assertThat(offsets(client.ask(history("short:a", "\"limit\":10,\"reverse\":true"))))
                .containsExactly(3L, 2L, 1L);
        assertThat(offsets(client.ask(history("short:a", "\"limit\":2,\"reverse\":true"))))
                .containsExactly(3L, 2L);
    }

    @Test
    void historyDoesNotPassOverWhatTheArchiveHasNotGotYet() {
        edge.archive.holds(1, 2);
        TestClient client = edge.connected();
        client.ask(EdgeRun.subscribe(2, "short:a"));
        edge.event("short:a", 4);
        edge.event("short:a", 5);
        client.next();
        client.next();
        String onwards = history("short:a", "\"limit\":10,\"since\":{\"offset\":2}");
        String backwards = history("short:a", "\"limit\":10,\"reverse\":true,\"since\":{\"offset\":4}");

        assertThat(client.ask(onwards)).contains("\"code\":100", "\"temporary\":true");
        assertThat(client.ask(backwards)).contains("\"code\":100", "\"temporary\":true");

        // What never came, though newer ones did, does not keep anybody from the others.
        edge.archive.holds(4, 5);
        assertThat(offsets(client.ask(onwards))).containsExactly(4L, 5L);
        assertThat(offsets(client.ask(backwards))).containsExactly(2L, 1L);

        edge.archive.holds(3, 3);
        assertThat(offsets(client.ask(onwards))).containsExactly(3L, 4L, 5L);
        assertThat(offsets(client.ask(backwards))).containsExactly(3L, 2L, 1L);
    }

    @Test
    void historyAtHandNeedsNoArchive() {
        edge.archive.goAway();
        TestClient client = edge.connected();

        assertThat(offsets(client.ask(history("short:a", "\"limit\":10,\"since\":{\"offset\":1}"))))
                .containsExactly(2L, 3L);
        assertThat(client.ask(history("short:a", "\"limit\":10"))).contains("\"code\":100");
    }

    @Test
    void whoLooksAtThePastWhileManyDoIsAskedToComeBackAndWhoRecoversIsNot() {
        edge.archive.holds(1, 1);
        edge.archive.becomeBusy();
        TestClient client = edge.connected();

        assertThat(client.ask(history("short:a", "\"limit\":10")))
                .contains("\"code\":111", "\"temporary\":true", "archive");
        assertThat(client.ask(recover("short:a", 0))).contains("\"recovered\":true");
    }

    @Test
    void cacheModeGivesTheNewestPublicationUnasked() {
        String reply = edge.connected().ask("{\"id\":2,\"subscribe\":{\"channel\":\"cache:a\"}}");

        assertThat(reply).contains("\"recovered\":true", "\"was_recovering\":true");
        assertThat(publications(reply)).isEqualTo(1);
    }

    @Test
    void cacheModeDoesNotRepeatWhatTheClientHas() {
        String reply = edge.connected().ask(recover("cache:a", 3));

        assertThat(reply).contains("\"recovered\":true");
        assertThat(publications(reply)).isZero();
    }

    @Test
    void cacheModeIgnoresHowOldAPositionIs() {
        String reply = edge.connected()
                .ask("{\"id\":2,\"subscribe\":{\"channel\":\"cache:a\",\"recover\":true,\"epoch\":\"old\"}}");

        assertThat(reply).contains("\"recovered\":true", "\"offset\":3");
        assertThat(publications(reply)).isEqualTo(1);
    }

    @Test
    void retractionIsPushedWithItsTagsAndLateSubscribersFindNoText() {
        TestClient early = edge.connected();
        early.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\"}}");
        publish(4, state(31, "corner"));
        early.next();
        retract(5, 4);

        String push = early.next();
        String late = edge.connected()
                .ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\","
                        + "\"recover\":true,\"epoch\":\"e1\",\"offset\":3}}");

        assertThat(push).contains("\"offset\":5", "\"tags\":{\"millrace-event\":\"retracted\"}");
        assertThat(publications(late)).isEqualTo(2);
        assertThat(late)
                .contains("\"data\":\"{}\",\"offset\":4,\"tags\":{\"millrace-event\":\"removed\"}")
                .doesNotContain("corner", "sender");
    }

    @Test
    void firstPublicationIsFullAndLaterOnesAreDeltas() {
        TestClient delta = edge.connected();
        TestClient plain = edge.connected();
        String reply = delta.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\"}}");
        plain.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\"}}");

        publish(4, state(31, "corner"));
        publish(5, state(32, "free"));

        assertThat(reply).contains("\"delta\":true");
        String first = delta.next();
        assertThat(first).doesNotContain("\"delta\":true");
        assertThat(text(first)).isEqualTo(state(31, "corner"));
        String second = delta.next();
        assertThat(second)
                .contains("\"delta\":true", "\"offset\":5")
                .hasSizeLessThan(plain.next().length());
        assertThat(apply(state(31, "corner"), text(second))).isEqualTo(state(32, "free"));
        assertThat(plain.next()).contains("\"data\":" + state(32, "free"));
    }

    @Test
    void subscriberThatComesLaterGetsItsOwnFirstPublicationInFull() {
        TestClient early = edge.connected();
        early.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\"}}");
        publish(4, state(31, "corner"));
        TestClient late = edge.connected();
        late.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\"}}");

        publish(5, state(32, "corner"));

        early.next();
        assertThat(early.next()).contains("\"delta\":true");
        assertThat(text(late.next())).isEqualTo(state(32, "corner"));
    }

    @Test
    void recoveredPublicationsAreAChainThatGoesOnLive() {
        TestClient opener = edge.connected();
        opener.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\"}}");
        publish(4, state(31, "corner"));
        publish(5, state(32, "corner"));
        opener.next();
        opener.next();
        TestClient client = edge.connected();

        String reply = client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\","
                + "\"recover\":true,\"epoch\":\"e1\",\"offset\":3}}");
        publish(6, state(33, "corner"));

        assertThat(publications(reply)).isEqualTo(2);
        assertThat(reply.indexOf("\"delta\":true")).isGreaterThan(reply.indexOf("\"offset\":4"));
        String live = client.next();
        assertThat(live).contains("\"delta\":true");
        assertThat(apply(state(32, "corner"), text(live))).isEqualTo(state(33, "corner"));
    }

    @Test
    void publicationWithoutAPlaceIsALinkOfTheChainForWhoGotIt() {
        TestClient early = edge.connected();
        early.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\"}}");
        publish(4, state(31, "corner"));
        Publication passing = Publication.of(RoomFixtures.json(state(99, "free")), null, 0);
        edge.server.deliver(() -> edge.hub.passing(new RoomId("delta:a"), RoomFixtures.EPOCH, "m", passing));
        TestClient late = edge.connected();
        late.ask("{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\","
                + "\"recover\":true,\"epoch\":\"e1\",\"offset\":3}}");

        publish(5, state(32, "corner"));

        early.next();
        assertThat(apply(state(31, "corner"), text(early.next()))).isEqualTo(state(99, "free"));
        assertThat(apply(state(99, "free"), text(early.next()))).isEqualTo(state(32, "corner"));
        assertThat(text(late.next())).isEqualTo(state(32, "corner"));
    }

    @Test
    void publicationWithoutAPlaceComesOnceAndIsNotRecovered() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
        Publication passing = new Publication(RoomFixtures.json("7"), null, 0, Map.of("k", "v"), false);

        edge.server.deliver(() -> edge.hub.passing(new RoomId("chat:a"), RoomFixtures.EPOCH, "m", passing));
        edge.server.deliver(() -> edge.hub.passing(new RoomId("chat:a"), RoomFixtures.EPOCH, "m", passing));
        edge.event("chat:a", 4);

        assertThat(client.next())
                .isEqualTo("{\"push\":{\"channel\":\"chat:a\",\"pub\":{\"data\":7,\"tags\":{\"k\":\"v\"}}}}");
        assertThat(client.next()).contains("\"offset\":4");
    }

    @Test
    void roomWithoutHistoryHasNoOffsets() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"bare:a\"}}");

        edge.event("bare:a", 4);

        assertThat(client.next()).contains("\"data\":4").doesNotContain("offset");
    }

    private void retract(long offset, long target) {
        RoomPublication event = new RoomPublication(
                offset,
                RoomFixtures.EVENT_MICROS,
                new Publication(
                        RoomFixtures.json("{\"offset\":" + target + "}"),
                        null,
                        offset,
                        Map.of("millrace-event", "retracted"),
                        false),
                new Publication(RoomFixtures.json("{}"), null, target, Map.of("millrace-event", "removed"), false));
        edge.server.deliver(() -> edge.hub.event(new RoomId("delta:a"), RoomFixtures.EPOCH, event, System.nanoTime()));
    }

    private void publish(long offset, String data) {
        RoomPublication event = new RoomPublication(
                offset,
                RoomFixtures.EVENT_MICROS,
                Publication.of(RoomFixtures.json(data), RoomFixtures.client("sender"), offset));
        edge.server.deliver(() -> edge.hub.event(new RoomId("delta:a"), RoomFixtures.EPOCH, event, System.nanoTime()));
    }

    private static String state(int minute, String note) {
        return "{\"home\":\"Rovers\",\"away\":\"United\",\"minute\":" + minute + ",\"note\":\"" + note
                + " kick for the side from Zürich\",\"line\":\"4-4-2 with a diamond in the middle\"}";
    }

    private static String apply(String source, String delta) {
        return new String(
                DeltaReader.apply(source.getBytes(StandardCharsets.UTF_8), delta.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    /// What the JSON string in the field `data` holds.
    private static String text(String push) {
        try (JsonParser parser = new JsonFactory().createParser(push)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("data")) {
                    assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
                    return parser.getText();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(push, e);
        }
        throw new AssertionError("no data in " + push);
    }

    private static List<Long> offsets(String reply) {
        String publications = reply.substring(0, reply.indexOf("\"epoch\""));
        return Pattern.compile("\"offset\":(\\d+)")
                .matcher(publications)
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
    }

    private static int publications(String reply) {
        return reply.split("\"data\":", -1).length - 1;
    }

    private static String recover(String channel, long offset) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"recover\":true,\"epoch\":\"e1\",\"offset\":"
                + offset + "}}";
    }

    private static String history(String channel, String options) {
        return "{\"id\":3,\"history\":{\"channel\":\"" + channel + "\"," + options + "}}";
    }
}
