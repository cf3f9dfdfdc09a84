package io.millrace.load.run;

import io.millrace.load.client.ChatClient;
import io.millrace.load.client.Position;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Goes from room to room. Confined to the event loop.
final class Wanderer extends Participant {

    private @Nullable ChatClient client;
    private String room;
    private long sinceNanos;
    private boolean counted;

    Wanderer(Stage stage, Readiness readiness, int connection) {
        super(stage, readiness, connection);
        this.room = stage.roster().room(stage.roster().destination(connection, 0));
    }

    @Override
    void enter() {
        ChatClient opened = stage().connect(connection(), this);
        client = opened;
        CompletableFuture<Void> _ = opened.subscribe(room);
    }

    @Override
    void leave() {
        ChatClient open = client;
        if (open != null) {
            open.close();
        }
    }

    /// Leaves its room for another one; staying is no move.
    ///
    /// @param turn how many rooms it has been in
    /// @param dueNanos when it should happen
    void move(long turn, long dueNanos) {
        String next = stage().roster().room(stage().roster().destination(connection(), turn));
        ChatClient open = client;
        if (open == null || next.equals(room)) {
            return;
        }
        stage().lane().count(Counter.UNSUBSCRIBED);
        var _ = open.unsubscribe(room);
        room = next;
        sinceNanos = dueNanos;
        CompletableFuture<Void> _ = open.subscribe(next);
    }

    @Override
    public void connected(long startedNanos) {
        super.connected(startedNanos);
        sinceNanos = System.nanoTime();
    }

    @Override
    public void subscribed(String where, Position position, boolean recovered) {
        boolean again = lostNanos() != 0;
        super.subscribed(where, position, recovered);
        if (!again) {
            stage().lane().count(Counter.SUBSCRIBED);
            stage().lane().time(Timing.SUBSCRIBE, sinceNanos, System.nanoTime());
        }
        if (!counted) {
            counted = true;
            readiness().oneMore();
        }
    }
}
