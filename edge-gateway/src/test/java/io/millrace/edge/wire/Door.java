package io.millrace.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.CommandBytes;
import io.millrace.edge.protocol.CommandDecoder;
import io.millrace.edge.protocol.DecodeLimits;
import io.millrace.edge.protocol.Encoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A way into the edge: a transport and an encoding.
enum Door {
    SOCKET_JSON("/connection/websocket", Encoding.JSON),
    SOCKET_PROTOBUF("/connection/websocket?format=protobuf", Encoding.PROTOBUF),
    STREAM_JSON("/connection/http_stream", Encoding.JSON),
    STREAM_PROTOBUF("/connection/http_stream", Encoding.PROTOBUF),
    EVENTS("/connection/sse", Encoding.JSON);

    static final List<Door> ALL = List.of(values());
    static final List<Door> SOCKETS = List.of(SOCKET_JSON, SOCKET_PROTOBUF);

    private static final CommandDecoder JSON = CommandDecoder.of(Encoding.JSON, DecodeLimits.DEFAULT);

    private final String path;
    private final Encoding encoding;

    Door(String path, Encoding encoding) {
        this.path = path;
        this.encoding = encoding;
    }

    /// A test of one door.
    @FunctionalInterface
    interface Visit {

        void through(Door door) throws Exception;
    }

    /// Runs a test for several doors at once, because most of it is waiting.
    static void each(List<Door> doors, Visit test) {
        Map<Door, Future<?>> visits = new EnumMap<>(Door.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            doors.forEach(door -> visits.put(door, threads.submit(() -> {
                test.through(door);
                return null;
            })));
        }
        assertThat(visits)
                .allSatisfy((door, visit) -> assertThat(visit).as("%s", door).succeedsWithin(Duration.ofSeconds(1)));
    }

    String path() {
        return path;
    }

    boolean isSocket() {
        return this == SOCKET_JSON || this == SOCKET_PROTOBUF;
    }

    boolean isBinary() {
        return encoding.isBinary();
    }

    /// One message of several commands, each given in JSON.
    byte[] message(String... commands) {
        byte[] text = String.join("\n", commands).getBytes(StandardCharsets.UTF_8);
        if (!isBinary() || text.length == 0) {
            return text;
        }
        List<Command> decoded = JSON.decode(text, text.length);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        decoded.forEach(command -> message.writeBytes(CommandBytes.delimited(command)));
        return message.toByteArray();
    }
}
