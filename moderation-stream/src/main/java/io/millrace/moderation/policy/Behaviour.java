package io.millrace.moderation.policy;

import io.millrace.moderation.conduct.ConductJudge;
import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.conduct.NewcomerRule;
import io.millrace.moderation.conduct.Newcomers;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.strike.Escalation;
import io.millrace.moderation.strike.Ladder;
import java.util.List;

/// What is judged over time rather than by one message. Thread-safe.
///
/// @param conduct judges what one sender did before
/// @param newcomers what newcomers are asked besides
/// @param ladder what strikes weigh
/// @param escalation what they lead to
/// @param raids when a room counts as attacked
public record Behaviour(
        ConductJudge conduct, List<Rule> newcomers, Ladder ladder, Escalation escalation, RaidRules raids) {

    /// Nothing.
    public static final Behaviour OFF = of(ConductRules.OFF, Ladder.OFF, RaidRules.OFF);

    public Behaviour {
        newcomers = List.copyOf(newcomers);
    }

    /// What settings ask for; newcomers may link to nothing, if they are asked for links.
    public static Behaviour of(ConductRules conduct, Ladder ladder, RaidRules raids) {
        return of(conduct, ladder, raids, Domains.of(List.of()));
    }

    /// What settings ask for.
    ///
    /// @param allowed domains that newcomers may link to
    public static Behaviour of(ConductRules conduct, Ladder ladder, RaidRules raids, Domains allowed) {
        Newcomers newcomers = conduct.newcomers();
        return new Behaviour(
                new ConductJudge(conduct),
                newcomers == null ? List.of() : List.of(new NewcomerRule(newcomers, allowed)),
                ladder,
                new Escalation(ladder),
                raids);
    }
}
