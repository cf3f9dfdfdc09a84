package io.millrace.load.run;

import io.millrace.load.client.ChatClient;
import org.jspecify.annotations.Nullable;

/// Is connected, answers pings and does nothing else.
final class Idler extends Participant {

    private @Nullable ChatClient client;
    private boolean counted;

    Idler(Stage stage, Readiness readiness, int connection) {
        super(stage, readiness, connection);
    }

    @Override
    void enter() {
        client = stage().connect(connection(), this);
    }

    @Override
    void leave() {
        ChatClient open = client;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void connected(long startedNanos) {
        super.connected(startedNanos);
        if (!counted) {
            counted = true;
            readiness().oneMore();
        }
    }
}
