package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.LinkKind;
import io.millrace.moderation.rule.LinkRule;
import io.millrace.moderation.rule.MentionRule;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Objects to what a newcomer may not send. To be asked only for messages of newcomers, see
/// [ConductJudge#isNewcomer(Conduct, long)].
public final class NewcomerRule implements Rule {

    private final List<Rule> links;
    private final List<Rule> mentions;
    private final boolean trial;

    /// @param newcomers what is asked for
    /// @param allowed domains that newcomers may link to
    public NewcomerRule(Newcomers newcomers, Domains allowed) {
        Severity onLinks = newcomers.links();
        Severity onMentions = newcomers.mentions();
        links = onLinks == null ? List.of() : List.of(new LinkRule(allowed, Domains.of(List.of()), all(onLinks)));
        mentions =
                onMentions == null ? List.of() : List.of(new MentionRule(0, Optional.of(onMentions), Optional.empty()));
        trial = newcomers.trial();
    }

    private static Map<LinkKind, Severity> all(Severity severity) {
        return Arrays.stream(LinkKind.values()).collect(Collectors.toMap(Function.identity(), _ -> severity));
    }

    @Override
    public List<Hit> judge(Candidate message) {
        List<Hit> hits = List.of();
        for (Rule rule : links) {
            hits = with(hits, rule.judge(message), "link");
        }
        for (Rule rule : mentions) {
            hits = with(hits, rule.judge(message), "mention");
        }
        return hits;
    }

    private List<Hit> with(List<Hit> hits, List<Hit> found, String label) {
        if (found.isEmpty()) {
            return hits;
        }
        List<Hit> all = new ArrayList<>(hits);
        for (Hit hit : found) {
            all.add(new Hit(RuleId.NEWCOMER, label, null, hit.span(), hit.severity(), trial, null));
        }
        return List.copyOf(all);
    }
}
