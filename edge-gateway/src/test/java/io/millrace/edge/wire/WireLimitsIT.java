package io.millrace.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sizes and numbers that are too great (protocol sections 4.1, 4.7 and 12), the same through every door.
@Timeout(60)
class WireLimitsIT {

    private static final int GREATEST = 64 << 10;

    private static WireEdge edge;

    @BeforeAll
    static void launch() {
        edge = WireEdge.launch(Map.of("edge.limits.user-connections", "1"));
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    @Test
    void userHasNoMoreConnectionsThanAllowed() {
        Door.each(Door.ALL, door -> {
            String token = WireEdge.token(claims -> claims.subject("user-" + door));
            try (WireClient first = edge.connected(door, token);
                    WireClient second = edge.open(door, WireEdge.connect(token))) {
                assertThat(second.end()).isEqualTo("3504 connection limit");

                assertThat(first.ask("{\"id\":2,\"rpc\":{\"method\":\"nothing\"}}")
                                .has("error"))
                        .as("the first one stays")
                        .isTrue();
            }
        });
    }

    @Test
    void messageThatIsTooGreatIsTerminal() {
        Door.each(Door.SOCKETS, door -> {
            byte[] tooGreat = filled(GREATEST + 1);

            assertThat(endAfter(door, client -> client.write(tooGreat))).startsWith("1009");
            assertThat(endAfter(door, client -> {
                        client.writeFrame(client.kind(), filled(GREATEST));
                        client.writeFrame(WireSocket.FIN | WireSocket.CONTINUATION, filled(1));
                    }))
                    .as("in fragments")
                    .startsWith("1009");
            assertThat(endAfter(
                            door,
                            client -> client.writeFrame(
                                    WireSocket.FIN | WireSocket.COMPRESSED | client.kind(), deflated(tooGreat))))
                    .as("after decompression")
                    .startsWith("1009");
        });
    }

    @Test
    void compressedMessageOfTheGreatestSizeIsRead() {
        Door.each(Door.SOCKETS, door -> {
            byte[] command = door.message("{\"id\":2,\"rpc\":{\"method\":\"nothing\"}}");
            byte[] padded = door.isBinary() ? command : Arrays.copyOf(command, GREATEST);
            if (!door.isBinary()) {
                Arrays.fill(padded, command.length, GREATEST, (byte) '\n');
            }
            try (WireSocket client = new WireSocket(edge.port(), door, "")) {
                client.send("{\"id\":1,\"connect\":{}}");
                client.next();

                client.writeFrame(WireSocket.FIN | WireSocket.COMPRESSED | client.kind(), deflated(padded));

                assertThat(client.next().at("/error/code").asInt()).isEqualTo(104);
            }
        });
    }

    @Test
    void fullEdgeRefusesAndLeavingOneSendsEverybodyAway() throws Exception {
        WireEdge small = WireEdge.launch(Map.of("edge.limits.connections", Integer.toString(Door.values().length)));
        List<WireClient> clients = Door.ALL.stream().map(small::connected).toList();
        for (Door door : Door.ALL) {
            assertThatThrownBy(() -> small.connected(door))
                    .as("%s", door)
                    .asInstanceOf(InstanceOfAssertFactories.type(WireClient.Refused.class))
                    .extracting(WireClient.Refused::status)
                    .isEqualTo(503);
        }

        // It waits for its clients to be gone.
        Thread leaving = Thread.ofVirtual().start(small::close);

        assertThat(clients).allSatisfy(client -> assertThat(client.end()).isEqualTo("3001 shutdown"));
        clients.forEach(WireClient::close);
        leaving.join();
    }

    /// What a client does wrong.
    private interface Act {

        void on(WireSocket client) throws IOException;
    }

    private static String endAfter(Door door, Act act) throws IOException {
        try (WireSocket client = new WireSocket(edge.port(), door, "")) {
            client.send("{\"id\":1,\"connect\":{}}");
            client.next();
            act.on(client);
            return client.end();
        }
    }

    private static byte[] filled(int length) {
        return " ".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }

    /// As a message of permessage-deflate: the end of a flushed block is left out.
    private static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(payload);
            byte[] out = new byte[payload.length + 64];
            int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(out, length - 4);
        } finally {
            deflater.end();
        }
    }
}
