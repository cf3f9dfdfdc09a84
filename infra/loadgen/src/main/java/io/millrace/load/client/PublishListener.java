package io.millrace.load.client;

/// Hears what became of one publication; exactly one call, on the client's event loop.
public interface PublishListener {

    /// It has its place.
    ///
    /// @param place with an empty epoch when the server did not tell it
    void accepted(Position place);

    /// It was refused.
    ///
    /// @param temporary whether the same may succeed later
    void refused(int code, String message, boolean temporary);

    /// The connection was not there, or ended before the answer: it may or may not have happened.
    void unknown();
}
