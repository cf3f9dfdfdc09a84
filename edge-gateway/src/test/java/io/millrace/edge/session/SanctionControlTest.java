package io.millrace.edge.session;

import static io.millrace.edge.sanction.SanctionRecords.sanction;
import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.subscribe;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.id.RoomId;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sanctions and the sessions of those they are for.
@Timeout(60)
class SanctionControlTest {

    private final EdgeRun edge = EdgeRun.start();
    private final SanctionControl control = new SanctionControl(edge.registry, edge.services);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void banEndsAllSessionsOfTheUserForGood() {
        TestClient one = edge.connected("alice");
        TestClient two = edge.connected("alice");
        TestClient bob = edge.connected("bob");
        TestClient nobody = edge.connected();

        control.changed(null, sanction("s1", "alice", "", SanctionKind.BAN, null));

        one.assertClosed(4500);
        assertThat(one.socket.closeReason()).isEqualTo("banned");
        two.assertClosed(4500);
        bob.assertOpen();
        nobody.assertOpen();
    }

    @Test
    void bannedUserIsNotLetInAndTheRecordSaysSo() {
        control.changed(null, sanction("s1", "alice", "", SanctionKind.BAN, null));
        TestClient client = edge.open();

        client.send(connect(1, token(claims -> claims.subject("alice"))));

        client.assertClosed(4500);
        assertThat(client.rest()).isEmpty();
        AuditEvent event = edge.sink.values(Topics.AUDIT_EVENTS).getLast();
        assertThat(event.getActor()).isEqualTo("alice");
        assertThat(event.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(event.getDetail()).containsEntry("reason", "banned");
    }

    @Test
    void banThatIsOverOrLiftedLetsTheUserIn() {
        Sanction ban = sanction(
                "s1", "alice", "", SanctionKind.BAN, edge.clock.instant().plusSeconds(60));
        Sanction other = sanction("s2", "bob", "", SanctionKind.BAN, null);
        control.changed(null, ban);
        control.changed(null, other);

        edge.clock.advance(Duration.ofSeconds(60));
        control.changed(other, null);

        edge.connected("alice").assertOpen();
        edge.connected("bob").assertOpen();
    }

    @Test
    void banThatWasOverBeforeItCameEndsNothing() {
        TestClient client = edge.connected("alice");

        control.changed(
                null,
                sanction(
                        "s1",
                        "alice",
                        "",
                        SanctionKind.BAN,
                        edge.clock.instant().minusSeconds(1)));

        client.assertOpen();
    }

    @Test
    void banFromARoomEndsTheSubscriptionAndNothingElse() {
        TestClient client = edge.connected("alice");
        client.ask(subscribe(2, "chat:a"));
        client.ask(subscribe(3, "chat:b"));

        control.changed(null, sanction("s1", "alice", "chat:a", SanctionKind.BAN, null));
        edge.event("chat:a", 4);
        edge.event("chat:b", 4);

        assertThat(client.next())
                .isEqualTo("{\"push\":{\"channel\":\"chat:a\",\"unsubscribe\":{\"code\":2400,"
                        + "\"reason\":\"banned\"}}}");
        assertThat(client.next()).contains("\"channel\":\"chat:b\"", "\"offset\":4");
        for (String command : List.of(
                "\"subscribe\":{\"channel\":\"chat:a\"}",
                "\"publish\":{\"channel\":\"chat:a\",\"data\":1}",
                "\"history\":{\"channel\":\"chat:a\"}",
                "\"presence\":{\"channel\":\"chat:a\"}")) {
            assertThat(client.ask("{\"id\":4," + command + "}"))
                    .as(command)
                    .isEqualTo("{\"id\":4,\"error\":{\"code\":103,\"message\":\"permission denied\"}}");
        }
        client.assertOpen();
    }

    @Test
    void subscriptionTokenDoesNotHelpAgainstABan() {
        TestClient client = edge.connected("alice");
        control.changed(null, sanction("s1", "alice", "chat:a", SanctionKind.BAN, null));

        assertThat(client.ask(subscribe(2, "chat:a", EdgeRun.ticket("alice", "chat:a"))))
                .contains("\"code\":103");
    }

    @Test
    void roomOfABanIsLeftOutOfTheSubscriptionsThatATokenBrings() {
        control.changed(null, sanction("s1", "alice", "chat:a", SanctionKind.BAN, null));
        TestClient client = edge.open();
        String token = token(claims ->
                claims.subject("alice").expirationTime(edge.in(600)).claim("channels", List.of("chat:a", "chat:b")));

        String reply = client.ask(connect(1, token));

        assertThat(reply).contains("\"chat:b\"").doesNotContain("chat:a");
        assertThat(client.ask("{\"id\":2,\"refresh\":{\"token\":\"" + token + "\"}}"))
                .as("and a refresh does not miss it")
                .startsWith("{\"id\":2,\"refresh\":");
        client.assertOpen();
    }

    @Test
    void serverApiCannotSubscribeWhoIsBanned() {
        TestClient client = edge.connected("alice");
        control.changed(null, sanction("s1", "alice", "chat:a", SanctionKind.BAN, null));

        new SessionControl(edge.registry, edge.services)
                .apply(Controls.to("alice")
                        .setSubscribe(Controls.room("chat:a"))
                        .build());
        edge.event("chat:a", 4);

        assertThat(client.rest()).isEmpty();
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void nobodyStaysInARoomWhoseBanComesWhileTheyEnter() {
        TestClient client = edge.connected("alice");
        for (int i = 0; i < 200; i++) {
            String room = "chat:" + i;
            Future<?> entering = client.post(subscribe(2, room));

            control.changed(null, sanction("s" + i, "alice", room, SanctionKind.BAN, null));

            TestClient.await(entering);
            assertThat(client.session.isSubscribed(new RoomId(room))).as(room).isFalse();
        }
    }

    @Test
    void nobodyStaysWhoseBanComesWhileTheyConnect() {
        for (int i = 0; i < 200; i++) {
            String user = "user-" + i;
            TestClient client = edge.open();
            Future<?> connecting = client.post(connect(1, token(claims -> claims.subject(user))));

            control.changed(null, sanction("s" + i, user, "", SanctionKind.BAN, null));

            TestClient.await(connecting);
            client.assertClosed(4500);
        }
    }

    @Test
    void mutedUserReadsAndDoesNotPublish() {
        TestClient client = edge.connected("alice");
        client.ask(subscribe(2, "chat:a"));

        control.changed(
                null,
                sanction(
                        "s1",
                        "alice",
                        "",
                        SanctionKind.MUTE,
                        edge.clock.instant().plusSeconds(60)));
        edge.event("chat:a", 4);

        assertThat(client.next()).contains("\"offset\":4");
        String until = edge.clock.instant().plusSeconds(60).toString();
        assertThat(client.ask("{\"id\":3,\"publish\":{\"channel\":\"chat:a\",\"data\":1}}"))
                .isEqualTo("{\"id\":3,\"error\":{\"code\":402,\"message\":\"muted until " + until + "\"}}");
        assertThat(client.ask("{\"id\":4,\"rpc\":{\"method\":\"publish\",\"data\":{\"channel\":\"direct:a\","
                        + "\"data\":1}}}"))
                .contains("\"code\":402");
        assertThat(edge.sink.to(Topics.MESSAGES_SUBMITTED)).isEmpty();
        assertThat(edge.sink.to(Topics.ROOM_COMMANDS)).isEmpty();

        edge.clock.advance(Duration.ofSeconds(60));
        client.send("{\"id\":5,\"publish\":{\"channel\":\"chat:a\",\"data\":1}}");

        edge.sink.await(Topics.MESSAGES_SUBMITTED, 1);
    }

    @Test
    void sanctionForARoomThatCannotBeIsKnownAndEndsNothing() {
        TestClient client = edge.connected("alice");

        assertThatThrownBy(() -> control.changed(null, sanction("s1", "alice", "\u0001", SanctionKind.BAN, null)))
                .isInstanceOf(IllegalArgumentException.class);

        client.assertOpen();
        assertThat(edge.services.sanctions().of(client.session.identity().user()))
                .hasSize(1);
    }
}
