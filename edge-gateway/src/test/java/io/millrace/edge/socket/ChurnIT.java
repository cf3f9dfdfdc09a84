package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many connections that come, talk and end in all ways at the same time.
class ChurnIT {
    private static final int CONNECTIONS = 600;
    private static final int AT_ONCE = 40;

    @Test
    void everyHandlerHearsOfItsEndExactlyOnce() throws Exception {
        try (TestServer server = TestServer.start(TestServer.SETTINGS, RecordingHandler.Echo::new)) {
            try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
                List<Future<?>> ends = IntStream.range(0, CONNECTIONS)
                        .<Future<?>>mapToObj(index -> clients.submit(() -> {
                            talkAndEnd(server, new Random(index));
                            return null;
                        }))
                        .toList();
                for (Future<?> end : ends) {
                    end.get(60, TimeUnit.SECONDS);
                }
            }

            Await.until(() -> server.connections() == 0, Await.DEADLINE, "all connections are forgotten");
            assertThat(server.handlers).hasSize(CONNECTIONS);
            assertThat(server.handlers)
                    .allSatisfy(handler -> assertThat(handler.closes).hasSize(1));
            assertThat(server.metrics.closes).hasSize(CONNECTIONS);
            assertThat(server.metrics.closes.stream().map(CloseInfo::cause).distinct())
                    .contains(CloseCause.PEER, CloseCause.END_OF_STREAM, CloseCause.PROTOCOL_ERROR, CloseCause.LOCAL);
        }
    }

    private static void talkAndEnd(TestServer server, Random random) throws IOException {
        try (RawClient client = RawClient.open(server)) {
            String text = "message " + random.nextInt();
            client.send(Frames.text(text));
            assertThat(client.readFrame().text()).isEqualTo(text);
            switch (random.nextInt(6)) {
                case 0 -> {
                    client.send(Frames.close(1000, ""));
                    assertThat(client.readFrame().isClose()).isTrue();
                }
                case 1 -> client.reset();
                case 2 -> client.socket.shutdownOutput();
                case 3 -> client.send(Frames.unmasked(0x81, new byte[1]));
                case 4 -> client.send(Frames.concat(Frames.text("close me"), Frames.close(1001, "")));
                default -> {
                    for (RecordingHandler handler : server.handlers) {
                        if (handler.messages.contains("TEXT:" + text)) {
                            handler.socket().close(3000, "ours");
                        }
                    }
                    client.send(Frames.close(3000, ""));
                }
            }
            if (!client.socket.isClosed()) {
                assertThat(client.ends()).isTrue();
            }
        }
    }
}
