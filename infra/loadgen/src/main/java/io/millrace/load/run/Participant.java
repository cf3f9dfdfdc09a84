package io.millrace.load.run;

import io.millrace.load.client.ClientListener;
import io.millrace.load.client.Position;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import io.millrace.load.socket.SocketEnd;

/// One client of a run, as far as connections go. Confined to the event loop.
abstract sealed class Participant implements ClientListener permits Idler, Member, Wanderer, Visitor {

    private static final int NO_CLOSE_FRAME = 1_006;

    private final Stage stage;
    private final Readiness readiness;
    private final int connection;
    private boolean wasConnected;
    private long lostNanos;

    Participant(Stage stage, Readiness readiness, int connection) {
        this.stage = stage;
        this.readiness = readiness;
        this.connection = connection;
    }

    /// Begins to connect.
    abstract void enter();

    /// Closes for good.
    abstract void leave();

    Stage stage() {
        return stage;
    }

    Readiness readiness() {
        return readiness;
    }

    /// Number of the client in the whole run.
    int connection() {
        return connection;
    }

    /// When the connection was lost that is being recovered, 0 for none.
    long lostNanos() {
        return lostNanos;
    }

    /// Forgets what was before: the next connection is a first one.
    void startAnew() {
        wasConnected = false;
        lostNanos = 0;
    }

    @Override
    public void connected(long startedNanos) {
        readiness.connected();
        stage.lane().count(Counter.OPENED);
        stage.lane().time(Timing.CONNECT, startedNanos, System.nanoTime());
        if (wasConnected) {
            stage.lane().count(Counter.RECONNECTS);
        }
        wasConnected = true;
    }

    @Override
    public void ended(SocketEnd end, boolean wasOpen) {
        if (wasOpen) {
            lostNanos = System.nanoTime();
            stage.lane().closed(end instanceof SocketEnd.Closed closed ? closed.code() : NO_CLOSE_FRAME);
        } else {
            stage.lane().count(Counter.FAILED);
            readiness.failed(end);
        }
    }

    @Override
    public void subscribed(String room, Position position, boolean recovered) {
        long now = System.nanoTime();
        if (lostNanos != 0) {
            stage.lane().time(Timing.RECOVERY, lostNanos, now);
            stage.lane().count(recovered ? Counter.RECOVERED : Counter.NOT_RECOVERED);
            lostNanos = 0;
        }
    }

    @Override
    public void subscribeRefused(String room, int code, String message) {
        stage.lane().count(Counter.SUBSCRIBE_REFUSED);
        readiness.refused("subscribe to " + room + " was refused: " + code + " " + message);
    }

    @Override
    public void delivered(String room, String epoch, long offset, byte[] frame, int from, int to, long atNanos) {
        stage.lane().count(Counter.PASSED);
    }

    @Override
    public void presenceChanged(String room, boolean joined) {
        stage.lane().count(joined ? Counter.JOINS : Counter.LEAVES);
    }

    @Override
    public void read(int bytes) {
        stage.lane().count(Counter.BYTES_IN, bytes);
    }

    @Override
    public void written(int bytes) {
        stage.lane().count(Counter.BYTES_OUT, bytes);
    }
}
