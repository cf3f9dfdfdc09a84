package io.millrace.faults.proxy;

/// Which way bytes go.
public enum Direction {
    /// From who connected to the proxy.
    TO_SERVER,
    /// Back to who connected to the proxy.
    TO_CLIENT;

    Direction opposite() {
        return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
    }
}
