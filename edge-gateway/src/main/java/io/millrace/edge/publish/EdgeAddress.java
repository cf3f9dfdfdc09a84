package io.millrace.edge.publish;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;

/// Where answers and deliveries for this edge go.
public record EdgeAddress(Inbox inbox, Incarnation incarnation) {}
