package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;
import java.time.Duration;

/// The options of one namespace, the part of a room's name before the first colon.
///
/// @param name 0 to 64 characters; the empty name is for rooms without a colon
/// @param historySize events kept at hand for recovery and history, 0 to 10,000; 0 turns both off
/// @param historyTime how long they are kept at hand
/// @param presence whether clients may ask who is there
/// @param joinLeave whether subscribers are told who comes and goes
/// @param moderation whether publications pass the moderation stream
/// @param persistence whether events are archived
/// @param subscribe who may subscribe
/// @param publish who may publish
/// @param readHistory who may call history
/// @param readPresence who may call presence and presence_stats
/// @param publicationLimit greatest payload of a publication, in bytes
/// @param format what payloads are
public record Namespace(
        String name,
        int historySize,
        Duration historyTime,
        boolean presence,
        boolean joinLeave,
        boolean moderation,
        boolean persistence,
        Audience subscribe,
        Audience publish,
        Audience readHistory,
        Audience readPresence,
        int publicationLimit,
        Format format) {

    /// What the payloads of a namespace are.
    public enum Format {
        /// JSON text, checked at publish, so that clients of both encodings can read it.
        JSON,
        /// Any bytes; only for clients that use the Protobuf encoding.
        BINARY
    }

    /// Whether subscribers can recover what they missed.
    public boolean recovery() {
        return historySize > 0;
    }

    /// Whether the room has to know who is present.
    public boolean tracksPresence() {
        return presence || joinLeave;
    }

    static Namespace read(String name, Section section) {
        return new Namespace(
                name,
                section.integer("history-size", 100, 0, 10_000),
                section.duration("history-time", Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofDays(30)),
                section.flag("presence", false),
                section.flag("join-leave", false),
                section.flag("moderation", true),
                section.flag("persistence", true),
                section.choice("subscribe", Audience.USER),
                section.choice("publish", Audience.SUBSCRIBER),
                section.choice("read-history", Audience.SUBSCRIBER),
                section.choice("read-presence", Audience.SUBSCRIBER),
                Math.toIntExact(section.bytes("publication-limit", 32 << 10, 1, 512 << 10)),
                section.choice("format", Format.JSON));
    }
}
