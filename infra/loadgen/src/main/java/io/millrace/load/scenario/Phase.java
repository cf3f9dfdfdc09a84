package io.millrace.load.scenario;

/// What all processes of a run do at the same time, in this order.
public enum Phase {
    /// Clients connect and subscribe.
    CONNECT,
    /// The schedule runs: [Phases#ramp()], then [Phases#steady()].
    LOAD,
    /// Nothing new is sent; what is under way arrives.
    DRAIN,
    /// Clients close.
    CLOSE
}
