package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.Map;

/// The options of one namespace, the part of a room's name before the first colon.
///
/// @param name 0 to 64 characters; the empty name is for rooms without a colon
public record Namespace(
        String name,
        HistoryOptions history,
        StreamOptions stream,
        RosterOptions roster,
        NameOptions names,
        AccessOptions access,
        PublicationOptions publications) {

    /// What the payloads of a namespace are.
    public enum Format {
        /// JSON text, checked at publish, so that clients of both encodings can read it.
        JSON,
        /// Any bytes; only for clients that use the Protobuf encoding.
        BINARY
    }

    /// A namespace made in code.
    ///
    /// @param options as in the configuration file; what is missing has its default
    /// @throws io.millrace.runtime.config.ConfigException naming every mistake
    public static Namespace of(String name, Map<String, Object> options) {
        Map<String, Object> section = Map.of(name.isEmpty() ? Namespaces.NAMELESS : name, options);
        return Config.of(Map.of("namespaces", section), Map.of())
                .read(Namespaces::read)
                .all()
                .iterator()
                .next();
    }

    static Namespace read(String name, Section section) {
        HistoryOptions history = HistoryOptions.read(section);
        return new Namespace(
                name,
                history,
                StreamOptions.read(section, history),
                RosterOptions.read(section),
                NameOptions.read(section),
                AccessOptions.read(section),
                PublicationOptions.read(section));
    }

    /// Whether the room keeps events at hand.
    public boolean keepsHistory() {
        return history.size() > 0;
    }

    /// Whether the room has to know who is present.
    public boolean tracksPresence() {
        return roster.presence() || roster.joinLeave();
    }

    /// Events kept at hand for recovery and history.
    public int historySize() {
        return history.size();
    }

    /// How long events are kept at hand.
    public Duration historyTime() {
        return history.time();
    }

    /// Whether clients may ask who is there.
    public boolean presence() {
        return roster.presence();
    }

    /// Whether subscribers can be told who comes and goes.
    public boolean joinLeave() {
        return roster.joinLeave();
    }

    /// Whether publications pass the moderation stream.
    public boolean moderation() {
        return publications.moderation();
    }

    /// Whether events are archived.
    public boolean persistence() {
        return publications.persistence();
    }

    /// What payloads are.
    public Format format() {
        return publications.format();
    }

    /// Greatest payload of a publication, in bytes.
    public int publicationLimit() {
        return publications.limit();
    }
}
