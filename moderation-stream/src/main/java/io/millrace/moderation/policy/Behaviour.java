package io.millrace.moderation.policy;

import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.strike.Ladder;

/// What is judged over time rather than by one message.
///
/// @param conduct what one sender may do
/// @param ladder what strikes lead to
/// @param raids when a room counts as attacked
public record Behaviour(ConductRules conduct, Ladder ladder, RaidRules raids) {

    /// Nothing.
    public static final Behaviour OFF = new Behaviour(ConductRules.OFF, Ladder.OFF, RaidRules.OFF);
}
