package io.millrace.load.client;

import com.fasterxml.jackson.databind.JsonNode;

/// The server's answer to a command.
public sealed interface Answer {

    /// It worked.
    ///
    /// @param result the whole reply
    record Done(JsonNode result) implements Answer {}

    /// It was refused.
    record Refused(int code, String message, boolean temporary) implements Answer {}

    /// The connection ended before the answer: it may or may not have happened.
    record Unknown() implements Answer {}
}
