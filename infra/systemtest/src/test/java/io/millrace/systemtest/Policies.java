package io.millrace.systemtest;

import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;

/// Policies of rooms.
final class Policies {

    /// How that begins which a sender is told of a refused pattern.
    static final String REFUSED = "400 message rejected by moderation: pattern";

    private static final String PROBE = "tell-me-when";

    private Policies() {}

    /// Does something about messages with a word.
    ///
    /// @param more settings as JSON, with a comma before each
    static String about(String word, String action, String more) {
        return "{\"patterns\":[" + pattern(word, action) + "," + pattern(PROBE, "refuse") + "]" + more + "}";
    }

    /// Publishes a policy for a room and waits until it is in force.
    static void govern(RunningStack stack, Desk desk, String room, String policy)
            throws DuplicateSubscriptionException {
        desk.govern(room, policy);
        // Somebody else, so that the one who matters has a clean record.
        try (Chatter probe = Chatter.join(stack, 0, room, "probe")) {
            probe.sayUntil(PROBE, REFUSED);
        }
    }

    private static String pattern(String word, String action) {
        return "{\"name\":\"" + word + "\",\"pattern\":\"" + word + "\",\"action\":\"" + action + "\"}";
    }
}
