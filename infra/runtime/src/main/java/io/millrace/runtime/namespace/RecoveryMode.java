package io.millrace.runtime.namespace;

/// What a subscriber gets that comes back.
public enum RecoveryMode {
    /// Everything that it missed, or nothing.
    STREAM,
    /// The newest publication only.
    CACHE
}
