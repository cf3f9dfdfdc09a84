package io.millrace.moderation.compile;

import io.millrace.moderation.config.Action;
import io.millrace.moderation.config.CapsConfig;
import io.millrace.moderation.config.LinksConfig;
import io.millrace.moderation.config.MentionsConfig;
import io.millrace.moderation.config.PatternConfig;
import io.millrace.moderation.config.PolicySettings;
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

/// Turns the settings of the rules on the content, lists and model apart, into the rules that are asked: those
/// that are off are left out, so they cost nothing.
final class ContentRules {

    private static final int LONGEST_NAME = 64;

    private final List<Rule> rules = new ArrayList<>();
    private final List<Mistake> mistakes;

    private ContentRules(List<Mistake> mistakes) {
        this.mistakes = mistakes;
    }

    /// The rules, cheap ones first.
    ///
    /// @param mistakes gets what cannot be used
    static List<Rule> of(PolicySettings settings, List<Mistake> mistakes) {
        ContentRules result = new ContentRules(mistakes);
        result.mentions(settings.mentions());
        result.caps(settings.caps());
        result.links(settings.links());
        result.patterns(settings.patterns());
        return result.rules;
    }

    private void mentions(MentionsConfig mentions) {
        if (mentions.action() != Action.OFF || mentions.everyone() != Action.OFF) {
            add(
                    new MentionRule(
                            mentions.limit(),
                            Actions.severity(mentions.action()),
                            Actions.severity(mentions.everyone())),
                    mentions.trial());
        }
    }

    private void caps(CapsConfig caps) {
        Actions.severity(caps.action())
                .ifPresent(severity -> add(new CapsRule(caps.percent(), caps.letters(), severity), caps.trial()));
    }

    private void links(LinksConfig links) {
        Map<LinkKind, Severity> severities = new EnumMap<>(LinkKind.class);
        severity(links.blockedAction(), LinkKind.BLOCKED, severities);
        severity(links.invites(), LinkKind.INVITE, severities);
        severity(links.disguised(), LinkKind.DISGUISED, severities);
        severity(links.shorteners(), LinkKind.SHORTENER, severities);
        severity(links.others(), LinkKind.OTHER, severities);
        Optional<Domains> allowed = NamedList.prepare("links.allowed", links.allowed(), Domains::of, mistakes);
        Optional<Domains> blocked =
                NamedList.prepare("links.blocked", links.blocked(), Domains::inAnySpelling, mistakes);
        boolean nothingBlocked =
                links.blocked().isEmpty() && severities.keySet().equals(Set.of(LinkKind.BLOCKED));
        if (allowed.isPresent() && blocked.isPresent() && !severities.isEmpty() && !nothingBlocked) {
            add(new LinkRule(allowed.get(), blocked.get(), severities), links.trial());
        }
    }

    private static void severity(Action action, LinkKind kind, Map<LinkKind, Severity> severities) {
        Actions.severity(action).ifPresent(severity -> severities.put(kind, severity));
    }

    private void patterns(List<PatternConfig> configs) {
        List<ContentPattern> enforced = new ArrayList<>();
        List<ContentPattern> tried = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < configs.size(); i++) {
            PatternConfig config = configs.get(i);
            String key = "patterns[" + i + "].";
            if (config.name().length() > LONGEST_NAME || !names.add(config.name())) {
                mistakes.add(
                        new Mistake(key + "name", "must be another name of at most " + LONGEST_NAME + " characters"));
            }
            try {
                Severity severity = Actions.severity(config.action()).orElse(Severity.FLAG);
                ContentPattern pattern = ContentPattern.of(config.name(), config.pattern(), severity);
                if (config.action() != Action.OFF) {
                    (config.trial() ? tried : enforced).add(pattern);
                }
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake(key + "pattern", String.valueOf(e.getMessage())));
            }
        }
        patterns(enforced, false);
        patterns(tried, true);
    }

    private void patterns(List<ContentPattern> patterns, boolean trial) {
        if (!patterns.isEmpty()) {
            try {
                add(new PatternRule(patterns), trial);
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake("patterns", String.valueOf(e.getMessage())));
            }
        }
    }

    private void add(Rule rule, boolean trial) {
        rules.add(trial ? rule.onTrial() : rule);
    }
}
