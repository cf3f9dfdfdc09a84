package io.millrace.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Cuts between real sockets; each is taken back whatever happens.
@Timeout(60)
class NetworkCutIT {

    private Echo echo;
    private NetworkCut cut = new NetworkCut("none yet", List.of());

    @BeforeEach
    void listen() throws IOException {
        echo = new Echo();
    }

    @AfterEach
    void heal() throws IOException {
        cut.heal();
        echo.close();
    }

    @Test
    void cutPortCannotBeReachedUntilItHeals() throws IOException {
        cut(new Cut.Port(echo.port(), Cut.Way.BOTH));

        assertThatThrownBy(this::connect).isInstanceOf(SocketTimeoutException.class);
        cut.heal();

        try (Socket socket = connect()) {
            assertThat(answer(socket)).isEqualTo('x');
        }
    }

    @Test
    void otherPortsAreNotHit() throws IOException {
        try (Echo other = new Echo()) {
            cut(new Cut.Port(other.port(), Cut.Way.BOTH));

            try (Socket socket = connect()) {
                assertThat(answer(socket)).isEqualTo('x');
            }
        }
    }

    @Test
    void requestsStillArriveWhenOnlyAnswersAreCut() throws IOException {
        try (Socket socket = connect()) {
            cut(new Cut.Port(echo.port(), Cut.Way.ANSWERS));

            assertThatThrownBy(() -> answer(socket)).isInstanceOf(SocketTimeoutException.class);
            assertThat(echo.heard()).isEqualTo(1);
        }
    }

    @Test
    void requestsDoNotArriveWhenTheyAreCut() throws IOException {
        try (Socket socket = connect()) {
            cut(new Cut.Port(echo.port(), Cut.Way.REQUESTS));

            assertThatThrownBy(() -> answer(socket)).isInstanceOf(SocketTimeoutException.class);
            assertThat(echo.heard()).isZero();
            cut.heal();

            Await.until(() -> echo.heard() == 1, Await.DEADLINE, "TCP sends the byte again");
        }
    }

    @Test
    void cutOfOneProcessDoesNotHitOthers() throws Exception {
        try (Child child = new Child(Caller.class, Integer.toString(echo.port()));
                Socket own = connect()) {
            child.await("heard");
            cut(new Cut.Sender(child::pid, List.of(echo.port())));

            child.await("silence");
            assertThat(answer(own)).isEqualTo('x');
            cut.heal();

            child.await("heard");
        }
    }

    @Test
    void healingLeavesNoTableBehind() {
        cut(new Cut.Port(echo.port(), Cut.Way.BOTH));
        assertThat(Machine.run("nft", "list", "tables")).contains(tables());

        cut.heal();
        cut.heal();

        assertThat(Machine.run("nft", "list", "tables")).doesNotContain(tables());
    }

    private static String tables() {
        return "millrace_cut_" + ProcessHandle.current().pid() + "_";
    }

    private void cut(Cut what) {
        cut = new NetworkCut("test", List.of(what));
        assumeTrue(
                cut.unavailable().isEmpty(),
                () -> "skipped: " + cut.unavailable().orElseThrow());
        cut.inject();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.port()), 500);
            socket.setSoTimeout(500);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int answer(Socket socket) throws IOException {
        socket.getOutputStream().write('x');
        return socket.getInputStream().read();
    }
}
