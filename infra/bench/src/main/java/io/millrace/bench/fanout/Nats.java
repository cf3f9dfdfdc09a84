package io.millrace.bench.fanout;

import io.millrace.load.socket.LoadSocket;
import io.millrace.load.socket.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// nats-server with subscribers over WebSocket.
final class Nats implements Contender {

    private static final byte[] JOIN =
            "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB room 1\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerProcess process;
    private final int port;
    private final Socket publisher;
    private final OutputStream out;

    private Nats(ServerProcess process, int port, Socket publisher) throws IOException {
        this.process = process;
        this.port = port;
        this.publisher = publisher;
        this.out = publisher.getOutputStream();
    }

    static Contender start(Path scratch) throws IOException, Absent {
        if (!Programs.exist("nats-server")) {
            throw new Absent("it is not installed");
        }
        int port = ServerProcess.freePort();
        int webSocketPort = ServerProcess.freePort();
        Path config = Files.writeString(scratch.resolve("nats.conf"), """
                listen: "127.0.0.1:%d"
                max_connections: 100000
                websocket { listen: "127.0.0.1:%d", no_tls: true }
                """.formatted(port, webSocketPort));
        ServerProcess process =
                ServerProcess.start(List.of("nats-server", "-c", config.toString()), scratch, webSocketPort);
        try {
            Socket publisher = new Socket(InetAddress.getLoopbackAddress(), port);
            Nats nats = new Nats(process, webSocketPort, publisher);
            nats.out.write("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n".getBytes(StandardCharsets.US_ASCII));
            return nats;
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "nats-server";
    }

    @Override
    public Target target() {
        return Target.of(URI.create("ws://127.0.0.1:" + port + "/"));
    }

    @Override
    public void join(LoadSocket socket) {
        socket.sendBinary(JOIN);
    }

    @Override
    public void publish(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        out.write(("PUB room " + bytes.length + "\r\n" + message + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long cpuNanos() {
        return process.cpuNanos();
    }

    @Override
    public void close() {
        try {
            publisher.close();
        } catch (IOException broken) {
            // The server is ended next.
        }
        process.close();
    }
}
