package io.millrace.systemtest;

import java.util.concurrent.atomic.AtomicInteger;

/// Names of rooms that no other test uses.
final class Rooms {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Rooms() {}

    /// A room that everybody may use.
    static String open(String purpose) {
        return "chat:" + purpose + "-" + COUNT.incrementAndGet();
    }
}
