package io.millrace.moderation.compile;

import io.millrace.moderation.conduct.ComparedTexts;
import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.conduct.Flood;
import io.millrace.moderation.conduct.Newcomers;
import io.millrace.moderation.conduct.Repeats;
import io.millrace.moderation.config.Action;
import io.millrace.moderation.config.ConductConfig;
import io.millrace.moderation.config.PolicySettings;
import io.millrace.moderation.config.RaidsConfig;
import io.millrace.moderation.raid.Crowd;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.raid.WatchedTexts;
import io.millrace.moderation.rule.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the settings of what senders and crowds do over time into what their rules need.
final class ConductSettings {

    private static final int MOST_ALLOWED = 1_000;

    private ConductSettings() {}

    /// The rules of conduct.
    ///
    /// @param mistakes gets what cannot be used
    static ConductRules conduct(PolicySettings settings, List<Mistake> mistakes) {
        ConductConfig.Duplicates duplicates = settings.duplicates();
        return new ConductRules(
                settings.slowMode(),
                repeats(duplicates.identical()),
                repeats(duplicates.similar()),
                repeats(duplicates.crossPosts()),
                texts(duplicates, mistakes),
                flood(settings.flood()),
                newcomers(settings.newcomers()));
    }

    private static ComparedTexts texts(ConductConfig.Duplicates duplicates, List<Mistake> mistakes) {
        boolean tooMany = duplicates.allowed().size() > MOST_ALLOWED;
        if (tooMany) {
            mistakes.add(new Mistake("duplicates.allowed", "must have at most " + MOST_ALLOWED + " entries"));
        }
        return new ComparedTexts(
                duplicates.minLength(), duplicates.distance(), tooMany ? List.of() : duplicates.allowed());
    }

    private static @Nullable Repeats repeats(ConductConfig.Repeats config) {
        Severity severity = unlessMask(config.action());
        return severity == null ? null : new Repeats(config.most(), config.window(), severity, config.trial());
    }

    private static @Nullable Flood flood(ConductConfig.Flood config) {
        Severity severity = unlessMask(config.action());
        return severity == null ? null : new Flood(config.characters(), config.per(), severity, config.trial());
    }

    /// The configuration refuses to mask for conduct.
    private static @Nullable Severity unlessMask(Action action) {
        return action == Action.MASK ? null : Actions.orNull(action);
    }

    private static @Nullable Newcomers newcomers(ConductConfig.Newcomers config) {
        Severity links = Actions.orNull(config.links());
        Severity mentions = Actions.orNull(config.mentions());
        return links == null && mentions == null
                ? null
                : new Newcomers(config.newFor(), config.remembered(), links, mentions, config.trial());
    }

    /// The signs of a raid.
    static RaidRules raids(RaidsConfig raids) {
        return new RaidRules(
                crowd(raids.joins()),
                crowd(raids.newcomers()),
                crowd(raids.sameText()),
                new WatchedTexts(raids.minLength(), raids.distance()),
                raids.lockFor(),
                raids.learnFor(),
                raids.trial());
    }

    private static @Nullable Crowd crowd(RaidsConfig.Crowd config) {
        return config.people() == 0 ? null : new Crowd(config.people(), config.window());
    }
}
