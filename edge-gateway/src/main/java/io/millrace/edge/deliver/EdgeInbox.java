package io.millrace.edge.deliver;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.edge.room.RoomHub;
import io.millrace.id.Incarnation;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.serde.AvroSerdes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The inbox of this edge: claims it, reads it, says farewell to it.
public final class EdgeInbox implements AutoCloseable {

    private final Settings settings;
    private final KafkaSettings kafka;
    private final AvroSerdes serdes;
    private final InboxOwner owner;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile @Nullable InboxReader reader;

    /// What an inbox needs to know.
    ///
    /// @param incarnation of this process
    /// @param inboxes partitions of `edge.deliveries`
    /// @param fixed inbox from the configuration, or empty for any free one
    /// @param heartbeat between two signs of life
    /// @param address where clients connect, for operators
    /// @param sessions open ones, for operators
    /// @param rooms followed, for operators
    public record Settings(
            Incarnation incarnation,
            int inboxes,
            OptionalInt fixed,
            Duration heartbeat,
            Supplier<String> address,
            IntSupplier sessions,
            IntSupplier rooms) {}

    /// Starts to claim; does not wait.
    ///
    /// @param directory is filled with the edges that there are
    public EdgeInbox(
            Settings settings,
            KafkaSettings kafka,
            AvroSerdes serdes,
            RecordWriter writer,
            EdgeDirectory directory,
            InstantSource clock) {
        this.settings = settings;
        this.kafka = kafka;
        this.serdes = serdes;
        this.owner = new InboxOwner(settings, kafka, serdes, writer, directory, clock);
        forward(owner.lost());
    }

    /// The address once it is claimed.
    public CompletableFuture<EdgeAddress> claimed() {
        return owner.claimed();
    }

    /// Reads the claimed inbox and hands on what comes; returns when nothing can be missed any more.
    ///
    /// @param direct takes what concerns the edge itself
    public void read(
            EdgeAddress address, RoomHub rooms, PendingPublishes pending, DirectDeliveries direct, Duration atMost) {
        Deliveries deliveries = new Deliveries(settings.incarnation(), rooms, pending, direct);
        InboxReader opened = new InboxReader(address, kafka, serdes, deliveries, rooms);
        reader = opened;
        forward(opened.failure());
        try {
            opened.ready().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("inbox " + address.inbox() + " cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while opening inbox " + address.inbox(), e);
        }
    }

    /// Completes exceptionally when the inbox is lost and the edge must stop.
    public CompletableFuture<Void> failure() {
        return failure;
    }

    /// Whether the inbox is claimed and read.
    public Health health() {
        Health claim = owner.health();
        InboxReader open = reader;
        if (!claim.up() || open == null) {
            return claim.up() ? Health.down("inbox not opened yet") : claim;
        }
        Health reading = open.health();
        return reading.up() ? claim : reading;
    }

    /// Says in the heartbeats that the edge is going away.
    public void draining() {
        owner.draining();
    }

    @Override
    public void close() {
        InboxReader open = reader;
        if (open != null) {
            open.close();
        }
        owner.close();
    }

    private void forward(CompletableFuture<Void> part) {
        var _ = part.whenComplete((ignored, cause) -> {
            if (cause != null) {
                failure.completeExceptionally(cause);
            }
        });
    }
}
