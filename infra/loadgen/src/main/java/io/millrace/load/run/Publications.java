package io.millrace.load.run;

import com.google.protobuf.ByteString;
import io.millrace.load.client.Position;
import io.millrace.load.client.PublishListener;
import io.millrace.load.client.Request;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Sends publications; those whose outcome is not certain are repeated with the same key until it is or the run
/// ends. Confined to the event loop; `underWay` is also read elsewhere.
final class Publications implements OpenLoop.Operation {

    private static final long PAUSE_MILLIS = 100;

    private final Stage stage;
    private final Clients clients;
    private final int bytes;
    private final int audience;
    private volatile int underWay;
    private boolean givingUp;

    Publications(Stage stage, Clients clients) {
        this.stage = stage;
        this.clients = clients;
        this.bytes = stage.scenario().workload().traffic().payload();
        this.audience = stage.roster().audience();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    public boolean run(long number, long dueNanos) {
        if (!(clients.get(stage.roster().sender(number)) instanceof Member member)) {
            return false;
        }
        // Long enough for a key of an anonymous user.
        String id = stage.roster().run() + String.format(Locale.ROOT, "-%012d", number);
        ByteString data = Payload.of(dueNanos, id, bytes);
        stage.lane().count(Counter.SENT);
        if (stage.historian().isWriting()) {
            byte[] sent = data.toByteArray();
            stage.historian().invoked(member.name(), member.room(), id, Payload.hash(sent, 0, sent.length));
        }
        underWay++;
        new Attempt(member, new Request.KeyedPublish(member.room(), data, "load-" + id), id, dueNanos).send();
        return true;
    }

    /// Publications whose outcome is not certain yet.
    int underWay() {
        return underWay;
    }

    /// From now on, what is not certain stays so.
    void giveUp() {
        givingUp = true;
    }

    /// One publication with all its repeats.
    private final class Attempt implements PublishListener {

        private final Member member;
        private final Request request;
        private final String id;
        private final long dueNanos;

        private Attempt(Member member, Request request, String id, long dueNanos) {
            this.member = member;
            this.request = request;
            this.id = id;
            this.dueNanos = dueNanos;
        }

        private void send() {
            member.publish(request, this);
        }

        @Override
        public void accepted(Position place) {
            stage.lane().count(Counter.ACKED);
            stage.lane().count(Counter.EXPECTED, audience);
            stage.lane().time(Timing.ACK, dueNanos, System.nanoTime());
            stage.historian().accepted(id, place);
            finish();
        }

        @Override
        public void refused(int code, String message, boolean temporary) {
            if (temporary) {
                unknown();
            } else {
                stage.lane().refused(code);
                stage.historian().refused(id, code);
                finish();
            }
        }

        @Override
        public void unknown() {
            if (givingUp || stage.loop().isShuttingDown()) {
                stage.lane().count(Counter.UNKNOWN);
                stage.historian().unknown(id);
                finish();
            } else {
                var _ = stage.loop().schedule(this::send, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
        private void finish() {
            underWay--;
        }
    }
}
