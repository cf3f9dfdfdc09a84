package io.millrace.moderation.conduct;

import io.millrace.moderation.text.Fingerprint;

/// An earlier text of a sender.
///
/// @param at when it was sent, milliseconds since 1970
/// @param room hash of its room
/// @param exact see [Fingerprint#exact()]
/// @param similar see [Fingerprint#similar()]
record SentText(long at, int room, long exact, long similar) {

    boolean isSame(Fingerprint text) {
        return exact == text.exact();
    }

    boolean isSimilar(Fingerprint text, int distance) {
        return Fingerprint.distance(similar, text.similar()) <= distance;
    }
}
