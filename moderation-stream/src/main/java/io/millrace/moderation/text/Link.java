package io.millrace.moderation.text;

/// An address in a text.
///
/// @param host the host as a reader sees it: lower-case, without invisible characters; the last 253
///     characters of it
/// @param latin the same with disguised letters read as Latin
/// @param path what follows the host, from its `/`; empty when there is none; cut after 64 characters
/// @param certain whether it is surely an address: it has a scheme, begins with `www.` or ends like most of
///     them
/// @param disguised whether it is written otherwise than it reads: letters that are not ASCII, Punycode, a user
///     name in front of the host, a number for a host
/// @param span where the whole address stands, from its scheme to the end of its path
public record Link(String host, String latin, String path, boolean certain, boolean disguised, Span span) {

    @Override
    public String toString() {
        return "Link[certain=" + certain + ", disguised=" + disguised + ", span=" + span + ']';
    }
}
