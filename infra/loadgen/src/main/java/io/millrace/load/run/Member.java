package io.millrace.load.run;

import io.millrace.load.client.Answer;
import io.millrace.load.client.ChatClient;
import io.millrace.load.client.Position;
import io.millrace.load.client.PublishListener;
import io.millrace.load.client.Request;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import io.millrace.load.socket.SocketEnd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Stays in one room for the whole run and checks that nothing is missing there. Confined to the event loop.
final class Member extends Participant {

    private final String name;
    private final String room;
    private final @Nullable SlowReading reading;
    private @Nullable ChatClient client;
    private Position seen = Position.NONE;
    private long connectedNanos;

    /// @param reading how slowly it reads, or null for at once
    Member(Stage stage, Readiness readiness, int connection, int room, @Nullable SlowReading reading) {
        super(stage, readiness, connection);
        this.name = stage.roster().client(connection);
        this.room = stage.roster().room(room);
        this.reading = reading;
    }

    String name() {
        return name;
    }

    String room() {
        return room;
    }

    @Override
    void enter() {
        ChatClient opened = stage().connect(connection(), this);
        client = opened;
        // A refusal is told to this listener.
        CompletableFuture<Void> _ = opened.subscribe(room);
    }

    @Override
    void leave() {
        ChatClient open = client;
        if (open != null) {
            open.close();
        }
    }

    void publish(Request request, PublishListener listener) {
        ChatClient open = client;
        if (open == null) {
            listener.unknown();
        } else {
            open.publish(request, listener);
        }
    }

    CompletableFuture<Answer> askWhoIsThere() {
        ChatClient open = client;
        return open == null ? new CompletableFuture<>() : open.send(new Request.Presence(room));
    }

    /// Loses its connection, as in a bad network.
    void cut(Duration pause) {
        ChatClient open = client;
        if (open != null) {
            open.cut(pause);
        }
    }

    /// Lets a slow reader read on when its time has come.
    ///
    /// @param bytes it may read more
    void grant(long bytes) {
        ChatClient open = client;
        if (reading != null && open != null && reading.grant(bytes)) {
            open.resumeReading();
        }
    }

    @Override
    public void connected(long startedNanos) {
        super.connected(startedNanos);
        connectedNanos = System.nanoTime();
    }

    @Override
    public void ended(SocketEnd end, boolean wasOpen) {
        super.ended(end, wasOpen);
        if (reading != null) {
            reading.end();
        }
    }

    @Override
    public void subscribed(String where, Position position, boolean recovered) {
        super.subscribed(where, position, recovered);
        boolean first = !seen.isSomewhere();
        if (first) {
            stage().lane().count(Counter.SUBSCRIBED);
            stage().lane().time(Timing.SUBSCRIBE, connectedNanos, System.nanoTime());
            readiness().oneMore();
        }
        if (!recovered) {
            stage().historian().subscribed(name, room, position, !first);
            countSkipped(position);
            seen = position;
        }
        ChatClient open = client;
        if (reading != null && open != null) {
            reading.begin();
            open.pauseReading();
        }
    }

    @Override
    public void delivered(String where, String epoch, long offset, byte[] frame, int from, int to, long atNanos) {
        if (stage().historian().isWriting()) {
            stage().historian().delivered(atNanos, name, room, new Position(epoch, offset), frame, from, to);
        }
        if (reading != null) {
            super.delivered(where, epoch, offset, frame, from, to, atNanos);
        } else if (offset <= seen.offset()) {
            stage().lane().count(Counter.DUPLICATES);
        } else {
            if (offset > seen.offset() + 1) {
                stage().lane().count(Counter.GAPS);
            }
            stage().lane().count(Counter.DELIVERED);
            long due = Payload.dueNanos(frame, from, to);
            if (due != Payload.UNKNOWN) {
                stage().lane().time(Timing.DELIVERY, due, atNanos);
            }
            seen = new Position(epoch, offset);
        }
    }

    @Override
    public void read(int bytes) {
        super.read(bytes);
        ChatClient open = client;
        if (reading != null && open != null && reading.spend(bytes)) {
            open.pauseReading();
        }
    }

    /// Of another epoch nobody knows how much is missing.
    private void countSkipped(Position position) {
        if (reading == null && seen.isSomewhere() && position.epoch().equals(seen.epoch())) {
            stage().lane().count(Counter.SKIPPED, Math.max(0, position.offset() - seen.offset()));
        }
    }
}
