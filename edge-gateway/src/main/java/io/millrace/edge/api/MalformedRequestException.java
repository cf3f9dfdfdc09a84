package io.millrace.edge.api;

/// A request cannot be read: it is not JSON, or a field has another type than it should.
public final class MalformedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param message names the field, never quotes the request
    public MalformedRequestException(String message) {
        super(message);
    }
}
