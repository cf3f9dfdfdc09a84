package io.millrace.faults.check;

/// A broken promise.
///
/// @param detail which room, offset, id or subscriber
public record Anomaly(Kind kind, String detail) {

    /// Which promise.
    public enum Kind {
        /// Accepted, but not in the topic.
        LOST_ACKNOWLEDGED,
        /// In the topic, but not in the table.
        NOT_ARCHIVED,
        /// In the table, but not in the topic.
        ARCHIVED_ONLY,
        /// Delivered, but not in the topic.
        DELIVERED_ONLY,
        /// One publication with two places.
        DUPLICATE_IN_LOG,
        /// One place with two publications, in two of the sources.
        INCONSISTENT_OFFSET,
        /// Offsets of a room are not 1 to n.
        HOLE_IN_LOG,
        /// Somebody saw what nobody sent.
        PHANTOM,
        /// Not the payload that was sent.
        ALTERED,
        /// Taken back, and there all the same; or not taken back, and gone.
        NOT_AS_RETRACTED,
        /// Refused, and there all the same.
        REFUSED_BUT_VISIBLE,
        /// A subscriber missed an offset without being told.
        GAP,
        /// A subscriber saw an offset again, or an earlier one.
        DUPLICATE_DELIVERY,
        /// A subscriber that stayed did not get the last publications.
        UNDELIVERED,
        /// Sent after another was accepted, but placed before it.
        REAL_TIME_ORDER,
        /// Sent after another of the same sender to the same room, neither repeated, but placed before it.
        SENDER_ORDER
    }
}
