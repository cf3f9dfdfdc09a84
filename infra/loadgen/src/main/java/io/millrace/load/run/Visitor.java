package io.millrace.load.run;

import io.millrace.load.client.ChatClient;
import io.millrace.load.client.Position;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Comes, joins a room, goes, again and again. Confined to the event loop.
final class Visitor extends Participant {

    private final Duration stay;
    private @Nullable ChatClient client;
    private long sinceNanos;

    Visitor(Stage stage, Readiness readiness, int connection, Duration stay) {
        super(stage, readiness, connection);
        this.stay = stay;
    }

    /// Visitors come later, each at its time.
    @Override
    void enter() {
        readiness().oneMore();
    }

    @Override
    void leave() {
        ChatClient open = client;
        client = null;
        if (open != null) {
            stage().lane().count(Counter.UNSUBSCRIBED);
            open.close();
        }
    }

    /// Comes, after leaving where it still is.
    ///
    /// @param turn how many visits it has made
    void visit(long turn) {
        leave();
        startAnew();
        String room = stage().roster().room(stage().roster().destination(connection(), turn));
        ChatClient opened = stage().connect(connection(), this);
        client = opened;
        CompletableFuture<Void> _ = opened.subscribe(room);
    }

    @Override
    public void connected(long startedNanos) {
        super.connected(startedNanos);
        sinceNanos = System.nanoTime();
    }

    @Override
    public void subscribed(String room, Position position, boolean recovered) {
        stage().lane().count(Counter.SUBSCRIBED);
        stage().lane().time(Timing.SUBSCRIBE, sinceNanos, System.nanoTime());
        ChatClient here = client;
        var _ = stage().loop()
                .schedule(
                        () -> {
                            if (here != null && here.equals(client)) {
                                leave();
                            }
                        },
                        stay.toNanos(),
                        TimeUnit.NANOSECONDS);
    }
}
