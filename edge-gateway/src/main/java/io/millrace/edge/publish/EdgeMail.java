package io.millrace.edge.publish;

import io.millrace.schema.edge.EdgeDelivery;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries deliveries from one edge to the inbox of another, or to its own. Thread-safe.
public interface EdgeMail {

    /// Hands a delivery on without waiting for the broker; those to one inbox keep their order.
    ///
    /// @param to the edge that reads it; another incarnation ignores it
    /// @param delivery its `incarnation` must be that of `to`
    /// @param done called with null when the broker has it and with the reason when not, from any thread
    /// @throws RuntimeException when it cannot even be encoded or queued; `done` is then not called
    void send(EdgeAddress to, EdgeDelivery delivery, Consumer<@Nullable Exception> done);
}
