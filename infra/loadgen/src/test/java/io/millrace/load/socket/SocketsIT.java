package io.millrace.load.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.server.Awaiting;
import io.millrace.load.server.TestServer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Peer peer = new Peer();
    private TestServer server;
    private Sockets sockets;

    @BeforeEach
    void launch() {
        server = TestServer.launch(() -> peer);
        sockets = Sockets.open(SocketSettings.standard());
    }

    @AfterEach
    void stop() {
        sockets.close();
        server.close();
    }

    @Test
    void messageComesBackWhole() throws InterruptedException {
        Heard heard = connect(server.uri());
        String text = "grüezi ".repeat(2_000);

        heard.awaitOpen().sendText(text);

        assertThat(heard.awaitMessage()).isEqualTo(text);
    }

    @Test
    void fragmentsArriveAsOneMessage() throws InterruptedException {
        Heard heard = connect(server.uri());

        heard.awaitOpen().sendText("fragments");

        assertThat(heard.awaitMessage()).isEqualTo("one two three");
    }

    @Test
    void pingIsAnsweredAndTold() {
        Heard heard = connect(server.uri());
        long before = System.nanoTime();

        heard.awaitOpen().ping();

        assertThat(heard.awaitPong()).isGreaterThan(before);
    }

    @Test
    void closeFrameOfTheServerTellsItsCode() {
        Heard heard = connect(server.uri());

        heard.awaitOpen().sendText("close");

        assertThat(heard.awaitEnd()).isEqualTo(new SocketEnd.Closed(4_001, "asked to"));
    }

    @Test
    void endWithoutCloseFrameIsBroken() {
        Heard heard = connect(server.uri());

        heard.awaitOpen().sendText("cut");

        assertThat(heard.awaitEnd()).isInstanceOf(SocketEnd.Broken.class);
    }

    @Test
    void ownCloseIsAnsweredByTheServer() {
        Heard heard = connect(server.uri());

        heard.awaitOpen().close(1_000, "done");

        assertThat(heard.awaitEnd()).isEqualTo(new SocketEnd.Closed(1_000, "done"));
    }

    @Test
    void abortResetsTheConnection() throws InterruptedException {
        Heard heard = connect(server.uri());

        heard.awaitOpen().abort();

        assertThat(heard.awaitEnd()).isInstanceOf(SocketEnd.Broken.class);
        assertThat(peer.ends.poll(20, TimeUnit.SECONDS))
                .as("the server saw a reset")
                .contains("reset");
    }

    @Test
    void nobodyThereIsToldWithTheAddress() throws Exception {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("ws://127.0.0.1:" + free.getLocalPort() + "/ws");
        }

        SocketEnd end = connect(nobody).awaitEnd();

        assertThat(end).isInstanceOf(SocketEnd.Unreachable.class);
        assertThat(end.why()).startsWith("cannot reach " + nobody).contains("refused");
    }

    @Test
    void silentServerTimesOut() throws Exception {
        try (Sockets hasty = Sockets.open(SocketSettings.standard().withHandshakeTimeout(Duration.ofMillis(200)));
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Heard heard = new Heard();

            hasty.connect(Target.of(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/ws")), heard);

            assertThat(heard.awaitEnd().why()).contains("no answer to the handshake within 200 ms");
        }
    }

    @Test
    void otherPathIsRefusedWithItsStatus() {
        Heard heard = connect(server.uri("/elsewhere"));

        assertThat(heard.awaitEnd())
                .isInstanceOfSatisfying(
                        SocketEnd.Refused.class,
                        refused -> assertThat(refused.status()).isGreaterThanOrEqualTo(400));
    }

    @Test
    void pausedSocketLetsTheServersBufferFillUp() throws InterruptedException {
        Heard heard = connect(server.uri());
        heard.awaitOpen().sendText("ready");
        assertThat(heard.awaitMessage()).isEqualTo("ready");
        heard.awaitOpen().pauseReading();
        Channel channel = peer.channels.iterator().next();
        String block = "x".repeat(60_000);

        int sent = 0;
        while (channel.isWritable() && sent < 1_000) {
            channel.writeAndFlush(new TextWebSocketFrame(block)).awaitUninterruptibly(200);
            sent++;
        }
        assertThat(sent).as("messages until the server cannot write").isLessThan(1_000);

        heard.awaitOpen().resumeReading();
        for (int number = 0; number < sent; number++) {
            assertThat(heard.awaitMessage()).hasSize(60_000);
        }
    }

    @Test
    void socketsShareTheSourceAddresses() throws InterruptedException {
        LongAdder nanos = new LongAdder();
        AtomicInteger timed = new AtomicInteger();
        SocketSettings two = SocketSettings.standard().withSources(SocketSettings.loopbackAddresses(2));
        try (Sockets many = Sockets.open(two);
                RawSockets opened = RawSockets.open(
                        many,
                        Target.of(server.uri()),
                        2_000,
                        socket -> socket.sendText("{\"at\":" + System.nanoTime() + "}"),
                        SentTime.after("\"at\":"),
                        latency -> {
                            nanos.add(latency);
                            timed.incrementAndGet();
                        },
                        PATIENCE)) {
            Awaiting.until(() -> opened.messages() == 2_000);

            assertThat(opened.messages()).isEqualTo(2_000);
            assertThat(timed).hasValue(2_000);
            assertThat(nanos.sum()).isPositive();
            assertThat(opened.bytes()).isGreaterThan(2_000L * 8);
            assertThat(peer.sources)
                    .hasSize(2)
                    .allSatisfy((_, count) -> assertThat(count).hasValue(1_000));
            assertThat(opened.ended()).isZero();
        }
    }

    @Test
    void rawSocketsSayWhichAddressFails() {
        assertThatThrownBy(() -> RawSockets.open(
                        sockets,
                        Target.of(server.uri("/elsewhere")),
                        10,
                        _ -> {},
                        _ -> SentTime.UNKNOWN,
                        _ -> {},
                        PATIENCE))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("/elsewhere");
    }

    @Test
    void connectionsStartNoFasterThanTheLimit() throws InterruptedException {
        SocketSettings slow =
                SocketSettings.standard().withConnectsPerSecond(100).withConnectsUnderWay(4);
        long started = System.nanoTime();
        try (Sockets limited = Sockets.open(slow);
                RawSockets _ = RawSockets.open(
                        limited, Target.of(server.uri()), 51, _ -> {}, _ -> SentTime.UNKNOWN, _ -> {}, PATIENCE)) {
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(480));
        }
    }

    @Test
    void closedSocketsEndTheirListeners() {
        Heard heard = connect(server.uri());
        heard.awaitOpen();

        sockets.close();

        assertThat(heard.awaitEnd()).isInstanceOf(SocketEnd.Broken.class);
    }

    private Heard connect(URI uri) {
        Heard heard = new Heard();
        sockets.connect(Target.of(uri), heard);
        return heard;
    }
}
