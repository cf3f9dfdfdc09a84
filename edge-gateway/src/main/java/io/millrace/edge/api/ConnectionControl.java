package io.millrace.edge.api;

import io.millrace.schema.edge.EdgeControl;

/// Does to the connections of one user on this edge what a control says.
public interface ConnectionControl {

    /// Applies a control that has a target. Called in the order of the inbox; must not block. Harmless when
    /// repeated.
    ///
    /// @return connections it was applied to
    int apply(EdgeControl control);
}
