package io.millrace.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The real Apicurio Registry as a process of its own, on the Java that runs this one.
///
/// `launch` returns when it answers requests. It listens on the loopback address only, its management port
/// included. A registry that an earlier, killed owner left running on the same folder is stopped first. Its
/// log is `registry.log` in the folder, begun anew at each start. All methods may be called from any thread.
public final class RegistryServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryServer.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PORT_ATTEMPTS = 3;

    private final RegistrySettings settings;
    private final int port;
    private final FolderLock lock;
    private final Process process;
    private final CompletableFuture<EmbeddedServerException> failure;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RegistryServer(RegistrySettings settings, int port, FolderLock lock, Process process) {
        this.settings = settings;
        this.port = port;
        this.lock = lock;
        this.process = process;
        this.failure = process.onExit().thenCompose(this::whenEnded);
    }

    /// Launches a registry.
    ///
    /// @throws EmbeddedServerException when its port or folder is taken, or it does not answer in time
    public static RegistryServer launch(RegistrySettings settings) {
        FolderLock lock = FolderLock.take(settings.folder(), "The schema registry");
        try {
            RegistryProcess.stopLeftover(settings.folder());
            return settings.port() == 0 ? startOnFreePort(settings, lock) : start(settings, settings.port(), lock);
        } catch (RuntimeException | Error failure) {
            lock.close();
            throw failure;
        }
    }

    /// Stops the registry that an owner which was killed has left running on the folder; `launch` does so by
    /// itself.
    public static void stopLeftover(Path folder) {
        RegistryProcess.stopLeftover(folder.toAbsolutePath().normalize());
    }

    /// The port has to be chosen some time before the child binds it, so somebody else may have been faster.
    private static RegistryServer startOnFreePort(RegistrySettings settings, FolderLock lock) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(settings, Ports.free(), lock);
            } catch (EmbeddedServerException failure) {
                if (attempt == PORT_ATTEMPTS || !LogTail.of(settings.log()).contains("already bound")) {
                    throw failure;
                }
                LOGGER.atInfo().addKeyValue("attempt", attempt).log("port was taken meanwhile, trying another one");
            }
        }
    }

    private static RegistryServer start(RegistrySettings settings, int port, FolderLock lock) {
        Ports.requireFree(port, "The schema registry");
        Process process = RegistryProcess.start(settings, port, Ports.free());
        try {
            awaitReady(process, port, settings.startDeadline());
            return new RegistryServer(settings, port, lock, process);
        } catch (RuntimeException failure) {
            EmbeddedServerException told = new EmbeddedServerException(
                    "The schema registry did not start on port " + port + ": " + failure.getMessage()
                            + LogTail.of(settings.log()),
                    failure);
            try {
                RegistryProcess.stop(process.toHandle(), settings.folder());
            } catch (RuntimeException second) {
                told.addSuppressed(second);
            }
            throw told;
        }
    }

    private static void awaitReady(Process process, int port, Duration startDeadline) {
        long deadline = System.nanoTime() + startDeadline.toNanos();
        while (!answers(port)) {
            if (!process.isAlive()) {
                throw new EmbeddedServerException("its process ended with exit code " + process.exitValue());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new EmbeddedServerException("interrupted while waiting for it");
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new EmbeddedServerException("it does not answer within " + startDeadline.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean answers(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(url(port) + "/system/info").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Stays open after `close`: a process that was asked to end has not failed.
    private CompletableFuture<EmbeddedServerException> whenEnded(Process ended) {
        return closed.get()
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(new EmbeddedServerException("The schema registry on port " + port
                        + " has ended by itself with exit code " + ended.exitValue() + LogTail.of(settings.log())));
    }

    /// The base URL of its REST API, version 3, for `apicurio.registry.url`.
    public String url() {
        return url(port);
    }

    /// The port that clients connect to.
    public int port() {
        return port;
    }

    /// The registry's process.
    public ProcessHandle process() {
        return process.toHandle();
    }

    /// Completes when the registry's process has ended without being closed.
    public CompletableFuture<EmbeddedServerException> failure() {
        return failure.copy();
    }

    /// Stops the registry; the second call does nothing.
    ///
    /// @throws EmbeddedServerException when it has not stopped within 13 seconds
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            RegistryProcess.stop(process.toHandle(), settings.folder());
        } finally {
            lock.close();
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }
}
