package io.millrace.bench.fanout;

import io.millrace.bench.suite.Home;
import io.millrace.load.socket.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that sends every line of its standard input to all its sockets: the raw writes, and node's `ws`.
final class LineServer implements Contender {

    private static final int NPM_SECONDS = 60;

    private final String name;
    private final ServerProcess process;
    private final int port;

    private LineServer(String name, ServerProcess process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /// The limit: a loop of writes.
    static Contender raw(Path scratch) throws IOException {
        int port = ServerProcess.freePort();
        List<String> command =
                ServerProcess.java(RawWrites.class, List.of("-Xmx256m", "-XX:+UseSerialGC"), Integer.toString(port));
        return new LineServer("raw writes", ServerProcess.start(command, scratch, port), port);
    }

    /// Node's `ws`, from npm.
    static Contender node(Path scratch) throws IOException, Absent, InterruptedException {
        Path peers = Home.folder().resolve("infra/bench/peers");
        install(peers, scratch);
        int port = ServerProcess.freePort();
        List<String> command = List.of("node", peers.resolve("ws-server.js").toString(), Integer.toString(port));
        return new LineServer("node ws", ServerProcess.start(command, scratch, port), port);
    }

    private static void install(Path peers, Path scratch) throws IOException, Absent, InterruptedException {
        if (!Programs.exist("node", "npm")) {
            throw new Absent("node and npm are not installed");
        }
        if (!Files.exists(peers.resolve("node_modules/ws"))) {
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(peers.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("npm.log").toFile())
                    .start();
            if (!npm.waitFor(NPM_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new Absent("npm ci fails in " + peers);
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Target target() {
        return Target.of(URI.create("ws://127.0.0.1:" + port + "/"));
    }

    @Override
    public void publish(String message) throws IOException {
        process.line(message);
    }

    @Override
    public long cpuNanos() {
        return process.cpuNanos();
    }

    @Override
    public void close() {
        process.close();
    }
}
