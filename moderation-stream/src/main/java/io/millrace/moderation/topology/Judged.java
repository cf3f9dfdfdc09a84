package io.millrace.moderation.topology;

import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.schema.chat.MessageSubmitted;
import java.time.Instant;

/// A message and what was found out about it.
///
/// @param arrival which message
/// @param exempt whether its sender is not judged
record Judged(Arrived arrival, Policy policy, Candidate candidate, boolean exempt, Verdict verdict) {

    /// A message as it came in.
    ///
    /// @param position Kafka offset of the message, the order of its sender
    /// @param at its time, milliseconds since 1970
    /// @param now by the clock
    record Arrived(Submission submission, long position, long at, Instant now) {

        MessageSubmitted message() {
            return submission.message();
        }
    }

    String key() {
        return arrival.submission.key();
    }

    MessageSubmitted message() {
        return arrival.message();
    }

    Instant now() {
        return arrival.now;
    }
}
