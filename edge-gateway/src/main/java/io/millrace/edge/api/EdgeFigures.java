package io.millrace.edge.api;

import io.millrace.schema.edge.NodeReport;
import java.util.Map;
import java.util.function.Predicate;

/// What an edge knows about itself. Thread-safe.
public interface EdgeFigures {

    /// Counts of connections, users, subscriptions and channels.
    NodeReport node();

    /// Subscribers of this edge by channel, of channels with at least one.
    Map<String, Integer> subscribers(Predicate<String> channels);
}
