package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomPublication;
import io.millrace.id.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What only its sender is shown. The rooms have the events 1 to 3.
@Timeout(60)
class EchoTest {

    private static final String DELTA = "{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\"}}";

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void senderSeesItInAllSessionsThatAreInTheRoomAndNobodyElseDoes() {
        TestClient sender = edge.connected("alice");
        TestClient other = edge.connected("alice");
        TestClient elsewhere = edge.connected("alice");
        TestClient bob = edge.connected("bob");
        sender.ask(subscribe(2, "chat:a"));
        other.ask(subscribe(2, "chat:a"));
        elsewhere.ask(subscribe(2, "chat:b"));
        bob.ask(subscribe(2, "chat:a"));

        echo("chat:a", "m-1", sender, "alice", "\"psst\"");
        echo("chat:a", "m-1", sender, "alice", "\"psst\"");
        edge.event("chat:a", 4);

        for (TestClient client : new TestClient[] {sender, other}) {
            assertThat(client.next())
                    .contains("\"data\":\"psst\"", "\"user\":\"alice\"")
                    .doesNotContain("\"offset\"");
            assertThat(client.next()).as("no gap, and no repeat").contains("\"offset\":4");
        }
        assertThat(bob.next()).contains("\"offset\":4");
        assertThat(elsewhere.rest()).isEmpty();
    }

    @Test
    void userWithoutANameSeesItInOneConnectionOnly() {
        TestClient sender = edge.connected();
        TestClient other = edge.connected();
        sender.ask(subscribe(2, "chat:a"));
        other.ask(subscribe(2, "chat:a"));

        echo("chat:a", "m-1", sender, "", "\"psst\"");
        edge.event("chat:a", 4);

        assertThat(sender.next()).contains("\"data\":\"psst\"");
        assertThat(other.next()).contains("\"offset\":4");
    }

    @Test
    void whoTakesDeltasGetsItInFullAndSoTheNextOne() {
        TestClient sender = edge.connected("alice");
        TestClient bob = edge.connected("bob");
        sender.ask(DELTA);
        bob.ask(DELTA);
        publish(4, text('a'));
        sender.next();
        bob.next();

        echo("delta:a", "m-1", sender, "alice", text('b'));
        publish(5, text('c'));
        publish(6, text('d'));

        assertThat(sender.next()).contains("bbb").doesNotContain("\"delta\":true");
        assertThat(sender.next()).contains("ccc", "\"offset\":5").doesNotContain("\"delta\":true");
        assertThat(sender.next()).contains("\"delta\":true", "\"offset\":6");
        assertThat(bob.next()).as("its chain goes on").contains("\"delta\":true", "\"offset\":5");
    }

    private void echo(String room, String messageId, TestClient sender, String user, String json) {
        ClientInfo info = ClientInfo.of(user, sender.session.client().value());
        Publication publication = Publication.of(RoomFixtures.json(json), info, 0);
        edge.server.deliver(() -> edge.hub.echo(new RoomId(room), messageId, publication));
    }

    private void publish(long offset, String json) {
        Publication publication = Publication.of(RoomFixtures.json(json), null, offset);
        RoomPublication event = new RoomPublication(offset, RoomFixtures.EVENT_MICROS, publication);
        edge.server.deliver(() -> edge.hub.event(new RoomId("delta:a"), RoomFixtures.EPOCH, event, System.nanoTime()));
    }

    private static String text(char letter) {
        return "\"" + "the same words as before, over and over; ".repeat(5)
                + String.valueOf(letter).repeat(3) + "\"";
    }
}
