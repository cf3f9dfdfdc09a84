package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;
import io.millrace.runtime.namespace.Namespace.Format;

/// What may be published, and what happens to it.
///
/// @param limit greatest payload, in bytes
/// @param format what payloads are
/// @param moderation whether publications pass the moderation stream
/// @param persistence whether events are archived
public record PublicationOptions(int limit, Format format, boolean moderation, boolean persistence) {

    static PublicationOptions read(Section section) {
        return new PublicationOptions(
                Math.toIntExact(section.bytes("publication-limit", 32 << 10, 1, 512 << 10)),
                section.choice("format", Format.JSON),
                section.flag("moderation", true),
                section.flag("persistence", true));
    }
}
