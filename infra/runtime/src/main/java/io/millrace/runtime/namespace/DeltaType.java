package io.millrace.runtime.namespace;

/// A way to send only what differs from the publication before.
public enum DeltaType {
    /// Fossil deltas.
    FOSSIL
}
