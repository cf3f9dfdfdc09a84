package io.millrace.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// PostgreSQL or the schema registry: a server of the module `embedded`, whose launch waits by itself.
final class ServerProcess<T extends AutoCloseable> implements ManagedProcess {

    private final String name;
    private final int port;
    private final Path log;
    private final Supplier<T> launch;
    private final Function<T, ProcessHandle> handle;
    private final BooleanSupplier ready;
    private @Nullable CompletableFuture<T> launched;

    /// @param launch starts the server on its port and returns when it is up
    /// @param handle of a server's main process
    /// @param ready whether the running server does its work
    ServerProcess(
            String name,
            int port,
            Path log,
            Supplier<T> launch,
            Function<T, ProcessHandle> handle,
            BooleanSupplier ready) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.launch = launch;
        this.handle = handle;
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
        if (launched != null && (!launched.isDone() || isAlive())) {
            return;
        }
        release();
        launched = CompletableFuture.supplyAsync(launch, task -> Thread.startVirtualThread(task));
    }

    @Override
    public void awaitReady() {
        CompletableFuture<T> launching = launching();
        if (launching == null) {
            throw new ClusterException(name + " does not run");
        }
        try {
            launching.join();
        } catch (CompletionException e) {
            throw new ClusterException(name + " did not start: " + reason(e), e);
        }
        Patience.awaitReady(this);
    }

    @Override
    public boolean isReady() {
        return isAlive() && ready.getAsBoolean();
    }

    @Override
    public boolean isAlive() {
        ProcessHandle process = process();
        return process != null && Signals.isAlive(process);
    }

    @Override
    public long pid() {
        ProcessHandle process = process();
        if (process == null) {
            throw new ClusterException(name + " does not run");
        }
        return process.pid();
    }

    @Override
    public synchronized void kill() {
        awaitLaunch();
        ProcessHandle process = process();
        if (process != null) {
            Signals.kill(process);
        }
        release();
    }

    @Override
    public boolean stop(Duration atMost) {
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(
                () -> {
                    resume();
                    release();
                },
                task -> Thread.startVirtualThread(task));
        try {
            stopping.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new ClusterException(name + " did not stop: " + reason(e), e);
        }
    }

    @Override
    public void pause() {
        ProcessHandle process = process();
        if (process != null) {
            Signals.send("STOP", process);
        }
    }

    @Override
    public void resume() {
        ProcessHandle process = process();
        if (process != null) {
            Signals.send("CONT", process);
        }
    }

    @Override
    public ProcessUsage usage() {
        ProcessHandle process = process();
        return process == null ? ProcessUsage.none() : ProcessUsage.of(process);
    }

    private synchronized @Nullable CompletableFuture<T> launching() {
        return launched;
    }

    /// The main process of the server that is up.
    private @Nullable ProcessHandle process() {
        CompletableFuture<T> launching = launching();
        return launching != null && launching.isDone() && !launching.isCompletedExceptionally()
                ? handle.apply(launching.join())
                : null;
    }

    private void awaitLaunch() {
        CompletableFuture<T> launching = launching();
        if (launching != null) {
            launching.exceptionally(failure -> null).join();
        }
    }

    /// Stops the server if it runs, and gives its folder back.
    private synchronized void release() {
        awaitLaunch();
        CompletableFuture<T> old = launched;
        launched = null;
        if (old == null || old.isCompletedExceptionally()) {
            return;
        }
        try {
            old.join().close();
        } catch (Exception e) {
            throw new ClusterException(name + " did not stop: " + e.getMessage(), e);
        }
    }

    private static @Nullable String reason(Exception wrapper) {
        Throwable cause = wrapper.getCause();
        return cause == null ? wrapper.getMessage() : cause.getMessage();
    }
}
