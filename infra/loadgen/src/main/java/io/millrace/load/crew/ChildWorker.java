package io.millrace.load.crew;

import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A worker in a process of its own. What the process writes to its error output appears on ours.
final class ChildWorker implements Worker {

    private static final long PATIENCE_SECONDS = 5;

    private final Part part;
    private final Process process;
    private final Consumer<Event> events;

    private ChildWorker(Part part, Process process, Consumer<Event> events) {
        this.part = part;
        this.process = process;
        this.events = events;
    }

    /// @param command that makes a [ChildMain] of the part
    /// @throws IOException when no process can be started
    static ChildWorker launch(Part part, List<String> command, Consumer<Event> events) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ChildWorker launched = new ChildWorker(part, process, events);
        Thread.ofPlatform().name("process-" + part.index()).daemon().start(launched::listen);
        return launched;
    }

    @Override
    public void go(Phase phase, long startNanos) {
        tell("go " + phase + ' ' + startNanos);
    }

    @Override
    public void stop() {
        tell("stop");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String line) {
        try {
            OutputStream out = process.getOutputStream();
            out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // The process is gone, which its reader tells.
        }
    }

    private void listen() {
        boolean isOver = false;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Event event = Event.of(part.index(), line);
                isOver |= event instanceof Event.Finished || event instanceof Event.Failed;
                events.accept(event);
            }
        } catch (IOException | IllegalArgumentException e) {
            events.accept(new Event.Failed(part.index(), name() + " said something strange: " + e.getMessage()));
            return;
        }
        if (!isOver) {
            events.accept(new Event.Failed(part.index(), name() + " ended by itself" + exitCode()));
        }
    }

    private String exitCode() {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? " with exit code " + process.exitValue() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private String name() {
        return "process " + (part.index() + 1) + " of " + part.count() + " (pid " + process.pid() + ")";
    }
}
