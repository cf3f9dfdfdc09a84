package io.millrace.moderation;

import io.millrace.moderation.config.Action;
import io.millrace.moderation.config.ContentConfig;
import io.millrace.moderation.config.LinksConfig;
import io.millrace.moderation.config.PatternConfig;
import io.millrace.moderation.rule.CapsRule;
import io.millrace.moderation.rule.ContentPattern;
import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.LinkKind;
import io.millrace.moderation.rule.LinkRule;
import io.millrace.moderation.rule.MentionRule;
import io.millrace.moderation.rule.PatternRule;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Turns the configuration of the rules on the content into the rules that are asked: those that are off are
/// left out, so they cost nothing.
final class ContentRules {

    private static final int LONGEST_NAME = 64;

    private ContentRules() {}

    /// The rules, cheap ones first.
    ///
    /// @throws IllegalArgumentException naming the key of what cannot be used
    static List<Rule> of(ContentConfig config) {
        List<Rule> rules = new ArrayList<>();
        ContentConfig.Mentions mentions = config.mentions();
        if (mentions.action() != Action.OFF || mentions.everyone() != Action.OFF) {
            rules.add(new MentionRule(mentions.limit(), severity(mentions.action()), severity(mentions.everyone())));
        }
        ContentConfig.Caps caps = config.caps();
        severity(caps.action())
                .ifPresent(severity -> rules.add(new CapsRule(caps.percent(), caps.letters(), severity)));
        links(config.links()).ifPresent(rules::add);
        patterns(config.patterns()).ifPresent(rules::add);
        return rules;
    }

    /// Every setting in words, for the version of the policy.
    static List<String> settings(ContentConfig config) {
        List<String> settings = new ArrayList<>();
        config.patterns().forEach(pattern -> {
            settings.add(pattern.name());
            settings.add(pattern.pattern());
            settings.add(pattern.action().name());
        });
        LinksConfig links = config.links();
        settings.add("allowed " + links.allowed().size());
        settings.addAll(links.allowed());
        settings.add("blocked " + links.blocked().size());
        settings.addAll(links.blocked());
        settings.add(linkActions(links).toString());
        settings.add(config.mentions().toString());
        settings.add(config.caps().toString());
        return settings;
    }

    private static Optional<Rule> links(LinksConfig config) {
        Map<LinkKind, Severity> severities = new EnumMap<>(LinkKind.class);
        linkActions(config)
                .forEach((kind, action) -> severity(action).ifPresent(severity -> severities.put(kind, severity)));
        Domains allowed = domains("allowed", config.allowed(), Domains::of);
        Domains blocked = domains("blocked", config.blocked(), Domains::inAnySpelling);
        boolean nothingBlocked =
                config.blocked().isEmpty() && severities.keySet().equals(Set.of(LinkKind.BLOCKED));
        return severities.isEmpty() || nothingBlocked
                ? Optional.empty()
                : Optional.of(new LinkRule(allowed, blocked, severities));
    }

    private static Map<LinkKind, Action> linkActions(LinksConfig config) {
        return new EnumMap<>(Map.of(
                LinkKind.BLOCKED, config.blockedAction(),
                LinkKind.INVITE, config.invites(),
                LinkKind.DISGUISED, config.disguised(),
                LinkKind.SHORTENER, config.shorteners(),
                LinkKind.OTHER, config.others()));
    }

    private static Domains domains(String key, List<String> entries, Function<List<String>, Domains> of) {
        try {
            return of.apply(entries);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("moderation.links." + key + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Rule> patterns(List<PatternConfig> configs) {
        List<ContentPattern> patterns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (PatternConfig config : configs) {
            if (config.name().length() > LONGEST_NAME || !names.add(config.name())) {
                throw new IllegalArgumentException(
                        config.path() + ".name: must be another name of at most " + LONGEST_NAME + " characters");
            }
            ContentPattern pattern = compile(config);
            if (config.action() != Action.OFF) {
                patterns.add(pattern);
            }
        }
        if (patterns.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PatternRule(patterns));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("moderation.patterns: " + e.getMessage(), e);
        }
    }

    private static ContentPattern compile(PatternConfig config) {
        try {
            return ContentPattern.of(
                    config.name(), config.pattern(), severity(config.action()).orElse(Severity.FLAG));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(config.path() + ".pattern: " + e.getMessage(), e);
        }
    }

    private static Optional<Severity> severity(Action action) {
        return switch (action) {
            case OFF -> Optional.empty();
            case FLAG -> Optional.of(Severity.FLAG);
            case MASK -> Optional.of(Severity.MASK);
            case HOLD -> Optional.of(Severity.HOLD);
            case SHADOW -> Optional.of(Severity.SHADOW);
            case DROP -> Optional.of(Severity.DROP);
            case REFUSE -> Optional.of(Severity.REFUSE);
        };
    }
}
