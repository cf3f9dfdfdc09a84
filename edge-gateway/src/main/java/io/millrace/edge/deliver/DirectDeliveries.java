package io.millrace.edge.deliver;

import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeReport;
import io.millrace.schema.edge.Emulated;

/// Takes the deliveries that concern this edge itself and no room. Called by the inbox reader only, in the
/// order of the inbox: must not block.
public interface DirectDeliveries {

    /// A client's commands, taken by another edge.
    void emulated(Emulated uplink);

    /// Something to do with connections, or a question.
    void control(EdgeControl control);

    /// The answer of an edge to a control of this one.
    void report(EdgeReport report);
}
