package io.millrace.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.scenario.Encoding;
import io.millrace.load.server.Awaiting;
import io.millrace.load.server.ClientCommand;
import io.millrace.load.server.FakeEdge;
import io.millrace.load.socket.SocketEnd;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions against a server in the same process, in both encodings.
class ChatClientIT {

    private FakeEdge edge;
    private Sockets sockets;
    private final Log log = new Log();

    @BeforeEach
    void launch() {
        edge = FakeEdge.launch();
        sockets = Sockets.open(SocketSettings.standard());
    }

    @AfterEach
    void stop() {
        sockets.close();
        edge.close();
    }

    @ParameterizedTest
    @EnumSource
    void publicationComesBackWithItsPlace(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));

            Answer plain = await(client.publish("r", "{\"n\":1}\n"));
            Answer keyed = await(client.publish("r", "{\"n\":2}", "key"));

            assertThat(plain).isInstanceOf(Answer.Done.class);
            assertThat(keyed)
                    .isInstanceOfSatisfying(
                            Answer.Done.class,
                            done -> assertThat(done.result().at("/rpc/data").toString())
                                    .isEqualTo("{\"offset\":2,\"epoch\":\"e1\",\"messageId\":\"m2\"}"));
            assertThat(log.next()).isEqualTo("subscribed r e1 0");
            assertThat(log.next().strip()).isEqualTo("r e1 1 {\"n\":1}");
            assertThat(log.next()).isEqualTo("r e1 2 {\"n\":2}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenConnectionIsTakenUpAgainWithoutAGap(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));
            edge.publish("r", "1");
            assertThat(log.next()).isEqualTo("subscribed r e1 0");
            assertThat(log.next()).isEqualTo("r e1 1 1");

            client.cut(Duration.ofMillis(200));
            Awaiting.until(() -> edge.connections() == 0);
            edge.publish("r", "2");
            edge.publish("r", "3");

            assertThat(log.next()).isEqualTo("recovered r e1 1");
            assertThat(log.next()).isEqualTo("r e1 2 2");
            assertThat(log.next()).isEqualTo("r e1 3 3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lostHistoryStartsAnew(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));
            assertThat(log.next()).isEqualTo("subscribed r e1 0");

            edge.publish("r", "1");
            assertThat(log.next()).isEqualTo("r e1 1 1");
            edge.forget("r");
            client.cut();

            assertThat(log.next()).isEqualTo("subscribed r e2 1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void serversUnsubscribeLeadsToANewSubscription(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));
            assertThat(log.next()).isEqualTo("subscribed r e1 0");

            edge.unsubscribeAll("r", 2_500);

            assertThat(log.next()).isEqualTo("recovered r e1 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void pingsAreAnswered(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));
            edge.commands().clear();

            edge.pingAll();

            assertThat(nextCommand().name()).isEqualTo("pong");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalsAreTold(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));

            assertThat(await(client.publish("denied", "1")))
                    .isEqualTo(new Answer.Refused(103, "permission denied", false));
            assertThatThrownBy(() -> await(client.subscribe("denied")))
                    .hasRootCauseMessage("subscribe to denied was refused: 103 permission denied");
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandUnderWayAtTheEndIsUnknown(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));
            CompletableFuture<Answer> answer = client.publish("silent", "1");

            client.cut();

            assertThat(await(answer)).isEqualTo(new Answer.Unknown());
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAnUnsubscribeNothingIsDelivered(Encoding encoding) throws Exception {
        try (ChatClient client = client(encoding)) {
            await(client.subscribe("r"));
            assertThat(log.next()).isEqualTo("subscribed r e1 0");
            var _ = await(client.unsubscribe("r"));
            edge.publish("r", "1");

            await(client.subscribe("r"));

            assertThat(log.next()).isEqualTo("subscribed r e1 1");
            assertThat(((Answer.Done) await(client.send(new Request.PresenceStats("r"))))
                            .result()
                            .at("/presence_stats/num_clients")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void terminalCloseIsNotFollowedByAReconnect(Encoding encoding) throws Exception {
        CompletableFuture<SocketEnd> end = new CompletableFuture<>();
        ClientListener listener = new SilentListener() {
            @Override
            public void ended(SocketEnd how, boolean wasConnected) {
                end.complete(how);
            }
        };
        ClientSettings settings = ClientSettings.of(List.of(edge.uri())).withEncoding(encoding);
        try (ChatClient client = new ChatClient(settings, 0, Optional.empty(), listener, sockets)) {
            await(client.subscribe("r"));

            edge.closeAll(3_503);

            assertThat(await(end)).isEqualTo(new SocketEnd.Closed(3_503, "test"));
            assertThat(client.isConnected()).isFalse();
            assertThatThrownBy(() -> await(client.subscribe("other")))
                    .rootCause()
                    .hasMessageContaining("3503");
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongTokenFailsTheSubscriptions(Encoding encoding) {
        ClientSettings settings = ClientSettings.of(List.of(edge.uri())).withEncoding(encoding);
        try (ChatClient client = new ChatClient(settings, 0, Optional.of("wrong"), new SilentListener(), sockets)) {
            assertThatThrownBy(() -> await(client.subscribe("r")))
                    .rootCause()
                    .hasMessageContaining("109 token expired");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unreachableEdgeIsToldAndTheNextOneTried(Encoding encoding) throws Exception {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("ws://127.0.0.1:" + free.getLocalPort() + "/ws");
        }
        CompletableFuture<SocketEnd> end = new CompletableFuture<>();
        ClientListener listener = new SilentListener() {
            @Override
            public void ended(SocketEnd how, boolean wasConnected) {
                end.complete(how);
            }
        };
        ClientSettings settings = ClientSettings.of(List.of(nobody, edge.uri())).withEncoding(encoding);
        try (ChatClient client = new ChatClient(settings, 0, Optional.empty(), listener, sockets)) {
            await(client.subscribe("r"));

            assertThat(await(end).why()).contains(nobody.toString());
            assertThat(client.isConnected()).isTrue();
        }
    }

    private ChatClient client(Encoding encoding) {
        ClientSettings settings = ClientSettings.of(List.of(edge.uri())).withEncoding(encoding);
        return new ChatClient(settings, 0, Optional.empty(), new RoomLogListener(log), sockets);
    }

    private ClientCommand nextCommand() throws InterruptedException {
        ClientCommand command = edge.commands().poll(20, TimeUnit.SECONDS);
        if (command == null) {
            throw new AssertionError("no command");
        }
        return command;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /// Hears nothing.
    private static class SilentListener implements ClientListener {

        @Override
        public void delivered(String room, String epoch, long offset, byte[] frame, int from, int to, long atNanos) {}

        @Override
        public void subscribed(String room, Position position, boolean recovered) {}
    }
}
