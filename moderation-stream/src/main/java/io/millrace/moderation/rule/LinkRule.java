package io.millrace.moderation.rule;

import io.millrace.moderation.text.Link;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Objects to addresses by their kind, except those of allowed domains.
public final class LinkRule implements Rule {

    private final Domains allowed;
    private final Domains blocked;
    private final Map<LinkKind, Severity> severities;

    /// @param allowed never objected to, unless disguised
    /// @param blocked the domains of [LinkKind#BLOCKED]
    /// @param severities kinds that are objected to; others pass
    public LinkRule(Domains allowed, Domains blocked, Map<LinkKind, Severity> severities) {
        this.allowed = allowed;
        this.blocked = blocked;
        this.severities = new EnumMap<>(LinkKind.class);
        this.severities.putAll(severities);
    }

    @Override
    public List<Hit> judge(Candidate message) {
        List<Link> links = message.links();
        if (links.isEmpty()) {
            return List.of();
        }
        Findings findings = new Findings(RuleId.LINK, message);
        for (Link link : links) {
            if (link.disguised() || !allowed.contains(link.host())) {
                judge(link, findings);
            }
        }
        return findings.hits();
    }

    /// One hit at most for each link, by the first of its kinds that counts.
    private void judge(Link link, Findings findings) {
        for (Map.Entry<LinkKind, Severity> entry : severities.entrySet()) {
            if (entry.getKey().fits(link, blocked)) {
                findings.add(entry.getValue(), entry.getKey().label(), link.span());
                return;
            }
        }
    }
}
