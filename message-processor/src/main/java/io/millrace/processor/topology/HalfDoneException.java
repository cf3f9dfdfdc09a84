package io.millrace.processor.topology;

import org.apache.kafka.streams.errors.StreamsException;

/// A command failed after its decision had begun to be carried out. As a `StreamsException` it ends the
/// stream thread and with it the transaction; the command is executed again, whole.
final class HalfDoneException extends StreamsException {

    private static final long serialVersionUID = 1;

    HalfDoneException(Throwable cause) {
        super("the outcome of a command could not be carried out", cause);
    }
}
