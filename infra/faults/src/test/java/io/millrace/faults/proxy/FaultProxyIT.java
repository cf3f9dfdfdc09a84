package io.millrace.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The proxy between real sockets.
@Timeout(30)
class FaultProxyIT {

    private static final int QUIET_MILLIS = 200;

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void launch() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.launch(server.address());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void everyByteComesBackInOrder() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        try (Socket socket = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> write(socket, sent));

            byte[] received = socket.getInputStream().readAllBytes();

            writer.join();
            assertThat(Arrays.equals(received, sent)).isTrue();
            assertThat(server.ends().poll(5, TimeUnit.SECONDS)).isEqualTo("end");
        }
        Await.until(() -> proxy.connections() == 0, Await.DEADLINE, "the proxy forgets ended connections");
    }

    @Test
    void delayHoldsEveryByteBackButKeepsTheirOrder() throws Exception {
        proxy.shape(Direction.TO_SERVER, Shape.delayed(Duration.ofMillis(100), Duration.ofMillis(50)));
        byte[] sent = "the order of these bytes is kept although each waits for another time"
                .getBytes(StandardCharsets.UTF_8);
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            for (byte one : sent) {
                socket.getOutputStream().write(one);
            }

            byte[] received = socket.getInputStream().readNBytes(sent.length);

            assertThat(received).isEqualTo(sent);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(50));
        }
    }

    @Test
    void delayDoesNotNarrowTheNetwork() throws Exception {
        proxy.shape(Shape.delayed(Duration.ofMillis(100), Duration.ZERO));
        byte[] sent = new byte[200_000];
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            Thread writer = Thread.ofVirtual().start(() -> write(socket, sent));

            socket.getInputStream().readAllBytes();

            writer.join();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("25 chunks each way, all under way at once")
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
        }
    }

    @Test
    void limitNarrowsTheNetwork() throws Exception {
        proxy.shape(Direction.TO_CLIENT, Shape.limited(100_000));
        byte[] sent = new byte[50_000];
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            Thread writer = Thread.ofVirtual().start(() -> write(socket, sent));

            socket.getInputStream().readAllBytes();

            writer.join();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(450));
        }
    }

    @Test
    void stalledBytesArriveWhenTheCutHeals() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');
            proxy.shape(Direction.TO_CLIENT, Shape.STALLED);

            socket.getOutputStream().write('b');
            assertThatNothingComes(socket);
            proxy.shape(Direction.TO_CLIENT, Shape.CLEAR);

            assertThat(socket.getInputStream().read()).isEqualTo('b');
            assertThat(echo(socket, 'c')).isEqualTo('c');
        }
    }

    @Test
    void swallowedBytesNeverArriveAndTheConnectionIsResetInTheEnd() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');
            proxy.shape(Direction.TO_SERVER, Shape.SWALLOWED);

            socket.getOutputStream().write('b');
            assertThatNothingComes(socket);
            assertThat(server.ends()).isEmpty();
            proxy.shape(Direction.TO_SERVER, Shape.CLEAR);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(server.ends().poll(5, TimeUnit.SECONDS)).isEqualTo("reset");
        }
    }

    @Test
    void connectionThatLostNothingOutlivesTheCut() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');
            proxy.shape(Shape.SWALLOWED);
            proxy.shape(Shape.CLEAR);

            assertThat(echo(socket, 'b')).isEqualTo('b');
        }
    }

    @Test
    void endOfHalfOpenConnectionIsNotTold() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');
            proxy.shape(Direction.TO_SERVER, Shape.SWALLOWED);
        }

        assertThat(server.ends().poll(QUIET_MILLIS, TimeUnit.MILLISECONDS))
                .as("the server must not learn that the client left")
                .isNull();
        proxy.shape(Direction.TO_SERVER, Shape.CLEAR);
        assertThat(server.ends().poll(5, TimeUnit.SECONDS)).isEqualTo("reset");
    }

    @Test
    void resetOfHalfOpenConnectionIsNotTold() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');
            proxy.shape(Direction.TO_SERVER, Shape.SWALLOWED);
            socket.setSoLinger(true, 0);
        }

        assertThat(server.ends().poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        proxy.shape(Direction.TO_SERVER, Shape.CLEAR);
        assertThat(server.ends().poll(5, TimeUnit.SECONDS)).isEqualTo("reset");
    }

    @Test
    void resetReachesBothSides() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');

            proxy.reset();

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(server.ends().poll(5, TimeUnit.SECONDS)).isEqualTo("reset");
        }
        try (Socket next = connect()) {
            assertThat(echo(next, 'b')).isEqualTo('b');
        }
    }

    @Test
    void resetOfTheClientReachesTheServer() throws Exception {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 'a')).isEqualTo('a');
            socket.setSoLinger(true, 0);
        }

        assertThat(server.ends().poll(5, TimeUnit.SECONDS)).isEqualTo("reset");
        Await.until(() -> proxy.connections() == 0, Await.DEADLINE, "the proxy forgets reset connections");
    }

    @Test
    void refusingProxyKeepsWhatIsOpenAndTakesNewOnesLater() throws Exception {
        try (Socket open = connect()) {
            assertThat(echo(open, 'a')).isEqualTo('a');

            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(echo(open, 'b')).isEqualTo('b');
            proxy.accept();

            try (Socket next = connect()) {
                assertThat(echo(next, 'c')).isEqualTo('c');
            }
        }
    }

    @Test
    void serverThatIsNotThereShowsAsReset() throws Exception {
        server.close();

        assertThatThrownBy(() -> {
                    try (Socket socket = connect()) {
                        socket.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void senderFeelsTheStalledNetwork() throws Exception {
        proxy.shape(Direction.TO_SERVER, Shape.STALLED);
        try (Socket socket = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> write(socket, new byte[50_000_000]));

            assertThat(writer.join(Duration.ofMillis(500)))
                    .as("50 MB were taken although nothing moved")
                    .isFalse();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), 5_000);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int echo(Socket socket, int value) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    private static void assertThatNothingComes(Socket socket) throws IOException {
        socket.setSoTimeout(QUIET_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException ended) {
            // the test has closed the socket
        }
    }
}
