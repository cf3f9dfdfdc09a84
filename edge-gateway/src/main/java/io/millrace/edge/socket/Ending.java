package io.millrace.edge.socket;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Remembers the first thing that ended a connection; what fails afterwards is a consequence. Thread-safe.
final class Ending {
    private final AtomicReference<@Nullable CloseInfo> first = new AtomicReference<>();

    void begin(CloseCause cause, int code, String reason, @Nullable Throwable failure) {
        first.compareAndSet(null, new CloseInfo(cause, code, reason, false, failure));
    }

    boolean hasBegun() {
        return first.get() != null;
    }

    /// What to tell the handler at the very end.
    CloseInfo info(boolean clean) {
        CloseInfo info = first.get();
        if (info == null) {
            throw new IllegalStateException("nothing has ended");
        }
        return new CloseInfo(info.cause(), info.code(), info.reason(), clean, info.failure());
    }
}
