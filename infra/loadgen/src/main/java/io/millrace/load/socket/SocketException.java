package io.millrace.load.socket;

/// Sockets could not be opened; the message says which address and why.
public final class SocketException extends RuntimeException {

    public SocketException(String message) {
        super(message);
    }
}
