package io.millrace.moderation.compile;

import io.millrace.moderation.config.LargerModelConfig;
import io.millrace.moderation.config.PolicySettings;
import io.millrace.moderation.config.RateConfig;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.rule.SizeRule;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns the settings of what is done with messages, whatever they say, into the parts of a policy.
final class Handling {

    private static final double NEVER = 1;

    private Handling() {}

    static Limits limits(PolicySettings settings) {
        return new Limits(
                new SizeRule(settings.messageLimit()),
                new RateLimits(
                        rate(settings.rate().sustained()), rate(settings.rate().burst())),
                settings.textLimit());
    }

    private static Rate rate(RateConfig.Messages messages) {
        return new Rate(messages.messages(), messages.per());
    }

    static Holds holds(PolicySettings settings) {
        Holds.OnTimeout onTimeout = switch (settings.hold().onTimeout()) {
            case DELIVER -> Holds.OnTimeout.DELIVER;
            case DROP -> Holds.OnTimeout.DROP;
        };
        return new Holds(
                settings.hold().timeout(),
                onTimeout,
                settings.hold().most(),
                settings.review().flagged());
    }

    static ScorerUse scorer(LargerModelConfig config) {
        ScorerUse.Mode mode = switch (config.mode()) {
            case OFF -> ScorerUse.Mode.OFF;
            case AFTER -> ScorerUse.Mode.AFTER;
            case HOLD -> ScorerUse.Mode.HOLD;
        };
        ScorerUse.WhenDown whenDown = switch (config.onModelDown()) {
            case OPEN -> ScorerUse.WhenDown.OPEN;
            case HOLD -> ScorerUse.WhenDown.HOLD;
            case BLOCK -> ScorerUse.WhenDown.BLOCK;
        };
        Set<String> labels = new HashSet<>(config.flag().keySet());
        labels.addAll(config.hold().keySet());
        labels.addAll(config.refuse().keySet());
        Map<String, ScorerUse.Thresholds> thresholds = labels.stream()
                .collect(Collectors.toMap(
                        label -> label,
                        label -> new ScorerUse.Thresholds(
                                config.flag().getOrDefault(label, NEVER),
                                config.hold().getOrDefault(label, NEVER),
                                config.refuse().getOrDefault(label, NEVER))));
        return new ScorerUse(mode, config.deadline(), whenDown, thresholds, config.trial());
    }
}
