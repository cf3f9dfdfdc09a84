package io.millrace.moderation.scorer;

import io.millrace.schema.moderation.ScoreRequest;
import java.time.Instant;

/// Requests as the moderation stream makes them.
final class Requests {

    private Requests() {}

    /// A text of a user in a room.
    static ScoreRequest.Builder of(String messageId, String user, String text) {
        return ScoreRequest.newBuilder()
                .setMessageId(messageId)
                .setRoom("chat:room")
                .setUser(user)
                .setClient("client-of-" + user)
                .setText(text)
                .setHeld(false)
                .setSubmittedAt(Instant.EPOCH);
    }
}
