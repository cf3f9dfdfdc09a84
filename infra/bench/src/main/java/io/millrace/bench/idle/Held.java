package io.millrace.bench.idle;

import io.millrace.bench.fanout.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [Holder] process. Closing it ends its connections.
final class Held implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private Held(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /// Starts it; its members connect in the background.
    static Held start(URI edge, int count, String word) throws IOException {
        List<String> command = ServerProcess.java(
                Holder.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=512m"),
                edge.toString(),
                Integer.toString(count),
                word);
        return new Held(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Waits until all have subscribed.
    void awaitOpen() throws IOException {
        if (!"open".equals(output.readLine())) {
            throw new IOException("a process could not open its connections");
        }
    }

    /// Ends it in order.
    ///
    /// @return connections that the server had ended before
    long release() throws IOException {
        process.getOutputStream().close();
        String ended = output.readLine();
        return ended == null ? 0 : Long.parseLong(ended);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            var _ = process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
