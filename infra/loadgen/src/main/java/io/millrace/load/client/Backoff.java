package io.millrace.load.client;

import java.util.concurrent.ThreadLocalRandom;

/// When a client may try again, and whether it may.
final class Backoff {

    private static final int MOST_DOUBLINGS = 10;
    private static final int TOO_BIG = 1_009;

    private Backoff() {}

    /// @param failures in a row before this pause
    static long pauseMillis(ClientSettings settings, int failures) {
        long most = Math.min(
                settings.longestPause().toMillis(),
                settings.firstPause().toMillis() << Math.min(MOST_DOUBLINGS, failures));
        return most < 2 ? most : ThreadLocalRandom.current().nextLong(most / 2, most);
    }

    /// Whether a close code means that the server does not want to see the client again, as the protocol's SDKs
    /// understand it.
    static boolean isTerminal(int code) {
        return code == TOO_BIG || (code >= 3_500 && code < 4_000) || (code >= 4_500 && code < 5_000);
    }

    /// Whether an error to `connect` may be gone the next time.
    static boolean isWorthAnother(int code, boolean temporary) {
        return temporary || code < 100;
    }
}
