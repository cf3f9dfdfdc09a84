package io.millrace.moderation.dryrun;

import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Severity;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a policy makes of a message, as far as it is compared.
///
/// @param verdict `allow`, or the action of the strictest rule
/// @param rules the rules that fired, with what they found; those on trial say so
record Effect(String verdict, SortedSet<String> rules) {

    static Effect of(Verdict verdict) {
        SortedSet<String> rules = new TreeSet<>();
        for (Hit hit : verdict.hits()) {
            String label = hit.label() == null ? "" : " " + hit.label();
            rules.add(hit.rule().label() + label + (hit.trial() ? " (trial)" : ""));
        }
        return new Effect(name(verdict.hits()), rules);
    }

    private static String name(List<Hit> hits) {
        return hits.stream()
                .filter(hit -> !hit.trial())
                .map(Hit::severity)
                .max(Severity::compareTo)
                .map(Severity::label)
                .orElse("allow");
    }
}
