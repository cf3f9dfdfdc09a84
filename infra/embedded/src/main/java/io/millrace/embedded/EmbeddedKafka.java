package io.millrace.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/// One Kafka node, broker and KRaft controller at once, in this JVM.
///
/// `launch` returns when the broker takes requests; `close` shuts it down within a deadline. The folder is
/// formatted at its first use and can be launched again after a clean and after an unclean stop; one node at
/// a time may use it. All methods may be called from any thread.
///
/// This class is the only one that knows Kafka's internals. It composes them as
/// `kafka.server.KafkaRaftServer` does, with two differences: the listening sockets are bound here, so that a
/// taken port is told before anything starts and a free one cannot be lost; and a fatal fault completes
/// [#failure] where Kafka would halt the whole JVM. Kafka still halts the JVM when its disk fails, which
/// includes its folder being deleted while it runs.
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int NODE_ID = 1;
    private static final String BROKER_LISTENER = "PLAINTEXT";
    private static final String CONTROLLER_LISTENER = KafkaFormat.CONTROLLER_LISTENER;
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(5);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(15);

    private final int port;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final FolderLock lock;
    private final Sockets sockets;
    private final CompletableFuture<EmbeddedServerException> failure = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaConfig config, FolderLock lock, Sockets sockets) {
        this.port = sockets.port(BROKER_LISTENER);
        this.lock = lock;
        this.sockets = sockets;
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> loaded =
                KafkaRaftServer.initializeLogDirs(config, LOGGER, "[EmbeddedKafka] ");
        this.shared = new SharedServer(
                config,
                loaded._1(),
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, loaded._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                faultHandlers(failure),
                sockets);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), loaded._2());
        this.broker = new BrokerServer(shared);
    }

    /// Launches a node on a free port.
    ///
    /// @throws EmbeddedServerException when it does not start
    public static EmbeddedKafka launch(Path dataDirectory) {
        return launch(KafkaSettings.in(dataDirectory));
    }

    /// Launches a node.
    ///
    /// @throws EmbeddedServerException when a port is taken, the folder is in use or the node does not start
    public static EmbeddedKafka launch(KafkaSettings settings) {
        // Kafka's own lock comes too late: a second controller would already have written to the metadata log.
        FolderLock lock = FolderLock.take(settings.dataDirectory(), "Kafka");
        try {
            Sockets sockets = Sockets.bind(settings);
            try {
                return start(settings, lock, sockets);
            } catch (Throwable failure) {
                sockets.close();
                throw failure;
            }
        } catch (Throwable failure) {
            lock.close();
            throw failure;
        }
    }

    private static EmbeddedKafka start(KafkaSettings settings, FolderLock lock, Sockets sockets) {
        int port = sockets.port(BROKER_LISTENER);
        @Nullable EmbeddedKafka kafka = null;
        try {
            KafkaFormat.format(
                    settings.dataDirectory(), NODE_ID, Uuid.randomUuid().toString());
            Properties properties = settings.properties(port, sockets.port(CONTROLLER_LISTENER));
            kafka = new EmbeddedKafka(KafkaConfig.fromProps(properties, false), lock, sockets);
            // The controller first: the broker registers with it.
            kafka.controller.startup();
            kafka.broker.startup();
            return kafka;
        } catch (Throwable failure) { // Scala code throws checked exceptions without declaring them
            EmbeddedServerException told = new EmbeddedServerException(
                    "Kafka did not start on port " + port + " with the data in " + settings.dataDirectory() + ": "
                            + rootCause(failure),
                    failure);
            closeBecauseOf(told, kafka);
            throw told;
        }
    }

    /// Host and port for `bootstrap.servers`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /// The port that clients connect to.
    public int port() {
        return port;
    }

    /// Completes when the node has met a fault that it cannot go on from; it should be closed then.
    public CompletableFuture<EmbeddedServerException> failure() {
        return failure.copy();
    }

    /// Stops the node and releases its folder and ports; the second call does nothing.
    ///
    /// @throws EmbeddedServerException when it has not stopped within 15 seconds
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        FutureTask<@Nullable Void> shutdown = new FutureTask<>(this::shutDown, null);
        Thread.ofPlatform().daemon().name("kafka-close").start(shutdown);
        try {
            shutdown.get(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while Kafka on port " + port + " stopped", interrupted);
        } catch (TimeoutException late) {
            throw new EmbeddedServerException(
                    "Kafka on port " + port + " has not stopped within " + CLOSE_DEADLINE.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw new EmbeddedServerException(
                    "Kafka on port " + port + " did not stop cleanly: " + rootCause(failed), failed.getCause());
        }
    }

    private void shutDown() {
        try {
            // The broker first: it asks the controller to move its leadership away.
            broker.shutdown(CONTROLLED_SHUTDOWN);
        } finally {
            try {
                controller.shutdown();
            } finally {
                sockets.close();
                lock.close();
            }
        }
    }

    private static void closeBecauseOf(Throwable failure, @Nullable EmbeddedKafka kafka) {
        if (kafka == null) {
            return;
        }
        try {
            kafka.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static FaultHandlerFactory faultHandlers(CompletableFuture<EmbeddedServerException> failure) {
        return (name, fatal, action) -> fatal ? fatal(name, action, failure) : new LoggingFaultHandler(name, action);
    }

    private static FaultHandler fatal(
            String name, Runnable action, CompletableFuture<EmbeddedServerException> failure) {
        return (message, cause) -> {
            LOGGER.atError()
                    .setCause(cause)
                    .addKeyValue("part", name)
                    .addKeyValue("error", message)
                    .log("kafka node has failed");
            action.run();
            EmbeddedServerException told =
                    new EmbeddedServerException("Kafka's " + name + " failed: " + message, cause);
            failure.complete(told);
            return told;
        };
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause instanceof EmbeddedServerException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /// The two listening sockets, bound before the node exists and handed to it by listener name. Kafka
    /// closes what it took; `close` covers what it did not come to take.
    private record Sockets(Map<String, ServerSocketChannel> byListener) implements ServerSocketFactory, AutoCloseable {

        static Sockets bind(KafkaSettings settings) {
            ServerSocketChannel broker = Ports.bind(settings.port(), "Kafka");
            try {
                ServerSocketChannel controller = Ports.bind(settings.controllerPort(), "Kafka's controller");
                return new Sockets(Map.of(BROKER_LISTENER, broker, CONTROLLER_LISTENER, controller));
            } catch (RuntimeException failure) {
                closeQuietly(broker);
                throw failure;
            }
        }

        int port(String listener) {
            return channel(listener).socket().getLocalPort();
        }

        @Override
        public ServerSocketChannel openServerSocket(
                String listenerName, InetSocketAddress address, int backlog, int receiveBuffer) throws IOException {
            ServerSocketChannel channel = channel(listenerName);
            channel.configureBlocking(false);
            return channel;
        }

        private ServerSocketChannel channel(String listener) {
            ServerSocketChannel channel = byListener.get(listener);
            if (channel == null) {
                throw new IllegalArgumentException("no socket was bound for listener " + listener);
            }
            return channel;
        }

        @Override
        public void close() {
            byListener.values().forEach(Sockets::closeQuietly);
        }

        private static void closeQuietly(ServerSocketChannel channel) {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
