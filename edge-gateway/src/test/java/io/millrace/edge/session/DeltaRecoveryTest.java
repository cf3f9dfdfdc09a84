package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.SubscribeRequest;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.protocol.Token;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.RoomAction;
import io.millrace.id.RoomId;
import io.millrace.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a subscriber enters a room of great publications that it takes as deltas. The room has three of them.
@Timeout(60)
class DeltaRecoveryTest {

    private static final String CHANNEL = "delta:a";
    private static final String RECOVER = "{\"id\":2,\"subscribe\":{\"channel\":\"delta:a\",\"delta\":\"fossil\","
            + "\"recover\":true,\"epoch\":\"e1\",\"offset\":0}}";

    private final EdgeRun edge = EdgeRun.start();
    private final List<Subscription> answers = new ArrayList<>();
    private final MissedPart missed = new MissedPart();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void deltasAreMadeWhileTheRoomIsNotLockedAndWhatComesMeanwhileIsAmongThem() {
        edge.server.serveEventsOf(10_000);
        Session session = edge.connected().session;

        assertThat(enter(session)).isEmpty();
        assertThat(answers).as("nothing happens in the locked room").isEmpty();
        assertThat(session.isSubscribed(new RoomId(CHANNEL))).isFalse();
        assertThat(missed.isPending()).isTrue();

        missed.link();
        edge.event(CHANNEL, 4);
        assertThat(enter(session)).isEmpty();

        assertThat(missed.isPending()).isFalse();
        assertThat(session.isSubscribed(new RoomId(CHANNEL))).isTrue();
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst().recovery().publications())
                .extracting(Publication::offset)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void clientSeesNothingOfIt() {
        edge.server.serveEventsOf(10_000);
        TestClient client = edge.connected();

        String reply = client.ask(RECOVER);
        edge.event(CHANNEL, 4);

        assertThat(reply).contains("\"recovered\":true", "\"offset\":3", "\"delta\":true");
        assertThat(client.next()).contains("\"offset\":4");
        assertThat(client.rest()).isEmpty();
    }

    private Optional<Refusal> enter(Session session) {
        RoomEntry entry = new RoomEntry(session, edge.services);
        if (!(edge.services.rules().resolve(CHANNEL) instanceof Resolution.Known known)) {
            throw new AssertionError("no such namespace");
        }
        SubscribeRequest request = new SubscribeRequest(
                Token.NONE,
                Payload.NONE,
                new StreamPosition(0, "e1"),
                SubscribeRequest.Wishes.NONE,
                SubscribeCommands.FOSSIL,
                0,
                0);
        AdmittedSubscription admitted = entry.admit(known, AdmittedSubscription.NO_TOKEN, request, false);
        List<Optional<Refusal>> outcomes = new CopyOnWriteArrayList<>();
        long now = System.nanoTime();
        edge.hub.whenLive(
                known.room(),
                known.namespace(),
                new RoomAction() {
                    @Override
                    public void live(LocalRoom room) {
                        outcomes.add(entry.enter(admitted, room, missed, answers::add));
                    }

                    @Override
                    public void unavailable() {
                        throw new AssertionError("room is not live");
                    }
                },
                now,
                now + TimeUnit.SECONDS.toNanos(20));
        Await.until(() -> !outcomes.isEmpty(), Await.DEADLINE, "the room");
        return outcomes.getFirst();
    }
}
