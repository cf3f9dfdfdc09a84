package io.millrace.load.client;

/// Hears what a message of the server says, in order. Ranges of bytes are valid during the call only.
interface Replies {

    /// The server wants to know whether the client is there.
    void ping();

    /// A publication.
    ///
    /// @param from start of its data in the frame
    /// @param to end of its data, exclusive
    void published(String room, long offset, byte[] frame, int from, int to);

    /// Somebody came or went.
    void presenceChanged(String room, boolean joined);

    /// The server ended a subscription.
    void unsubscribed(String room, int code);

    /// The answer to a command.
    ///
    /// @param from start of the encoded result in the frame
    /// @param to end of it, exclusive
    void answered(long id, Method method, byte[] frame, int from, int to);

    /// A command failed.
    void refused(long id, int code, String message, boolean temporary);
}
