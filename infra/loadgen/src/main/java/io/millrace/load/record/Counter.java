package io.millrace.load.record;

/// What is counted. The names in lower case are keys of reports.
public enum Counter {
    /// Publications sent; repeats of one are not counted again.
    SENT,
    /// Publications accepted.
    ACKED,
    /// Publications refused for good.
    REFUSED,
    /// Publications whose outcome the sender never learned.
    UNKNOWN,
    /// Deliveries owed: for each accepted publication, one to each member who has to see it.
    EXPECTED,
    /// Deliveries that were owed and arrived, each once.
    DELIVERED,
    /// Deliveries that were not owed: to slow readers and wanderers.
    PASSED,
    /// Deliveries that had been there before.
    DUPLICATES,
    /// Holes in what a subscriber saw, without having been told of them.
    GAPS,
    /// Deliveries owed that a subscriber was told it would miss: the room started anew behind them.
    SKIPPED,
    /// Connections opened: the session's connect was answered. First ones and reconnects.
    OPENED,
    /// Connections ended, for any reason; by code in [Snapshot#closed()].
    CLOSED,
    /// Connections that did not come to be.
    FAILED,
    /// Connections that came back after they had ended.
    RECONNECTS,
    /// Subscriptions taken up again with nothing missing.
    RECOVERED,
    /// Subscriptions that had to start anew.
    NOT_RECOVERED,
    /// Subscriptions made, first ones and moves; without those taken up again.
    SUBSCRIBED,
    /// Subscriptions ended by the client.
    UNSUBSCRIBED,
    /// Subscriptions refused for good.
    SUBSCRIBE_REFUSED,
    /// Presence questions answered.
    PRESENCE_ANSWERS,
    /// Join messages seen.
    JOINS,
    /// Leave messages seen.
    LEAVES,
    /// Bytes sent in WebSocket frames.
    BYTES_OUT,
    /// Bytes received in WebSocket frames.
    BYTES_IN
}
