package io.millrace.moderation.rule;

import java.util.List;

/// Refuses payloads above a limit.
///
/// @param limit greatest size in bytes, at least 1
public record SizeRule(int limit) implements Rule {

    /// @throws IllegalArgumentException when the limit is below 1
    public SizeRule {
        if (limit < 1) {
            throw new IllegalArgumentException("size limit must be at least 1 byte, is " + limit);
        }
    }

    @Override
    public List<Hit> judge(Candidate message) {
        if (message.size() <= limit) {
            return List.of();
        }
        String reason = "message has " + message.size() + " bytes, the limit is " + limit;
        return List.of(Hit.refused(RuleId.SIZE, new Refusal(Refusal.BAD_REQUEST, reason)));
    }
}
