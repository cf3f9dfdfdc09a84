package io.millrace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A broker or a service: a JVM that this one starts as its child.
final class JavaProcess implements ManagedProcess {

    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);

    private final String name;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final BooleanSupplier ready;
    private @Nullable Process process;

    /// @param command to run, with its arguments
    /// @param ready whether the running process does its work
    JavaProcess(
            String name,
            int port,
            List<String> command,
            Map<String, String> environment,
            Path log,
            BooleanSupplier ready) {
        this.name = name;
        this.port = port;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.ready = ready;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            Process started = builder.start();
            started.getOutputStream().close();
            process = started;
        } catch (IOException e) {
            throw new ClusterException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void awaitReady() {
        Patience.awaitReady(this);
    }

    @Override
    public boolean isReady() {
        return isAlive() && ready.getAsBoolean();
    }

    @Override
    public boolean isAlive() {
        Process last = process();
        return last != null && last.isAlive();
    }

    @Override
    public long pid() {
        Process last = process();
        if (last == null || !last.isAlive()) {
            throw new ClusterException(name + " does not run");
        }
        return last.pid();
    }

    @Override
    public void kill() {
        Process running = process();
        if (running != null) {
            running.destroyForcibly();
            if (!awaitEnd(running, KILLED_WITHIN)) {
                throw new ClusterException(name + " cannot be killed, process " + running.pid());
            }
        }
    }

    @Override
    public boolean stop(Duration atMost) {
        Process running = process();
        if (running == null) {
            return true;
        }
        resume();
        running.destroy();
        return awaitEnd(running, atMost);
    }

    @Override
    public void pause() {
        signal("STOP");
    }

    @Override
    public void resume() {
        signal("CONT");
    }

    @Override
    public ProcessUsage usage() {
        Process last = process();
        return last == null ? ProcessUsage.none() : ProcessUsage.of(last.toHandle());
    }

    private void signal(String signal) {
        Process last = process();
        if (last != null && last.isAlive()) {
            Signals.send(signal, last.toHandle());
        }
    }

    /// The process that was started last.
    private synchronized @Nullable Process process() {
        return process;
    }

    private static boolean awaitEnd(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
