package io.millrace.moderation.rule;

import io.millrace.moderation.text.Link;
import java.util.List;

/// Objects to addresses of listed domains, also where they are disguised.
///
/// @param name how decisions call the list
/// @param allowed domains that are not objected to although above them is a listed one
/// @param severity what becomes of a message that has one
public record DomainListRule(String name, Domains domains, Domains allowed, Severity severity) implements Rule {

    @Override
    public List<Hit> judge(Candidate message) {
        List<Link> links = message.links();
        if (links.isEmpty()) {
            return List.of();
        }
        Findings findings = new Findings(RuleId.LINK, message);
        for (Link link : links) {
            boolean listed = domains.contains(link.host()) || domains.contains(link.latin());
            if (listed && (link.disguised() || !allowed.contains(link.host()))) {
                findings.add(severity, name, link.span());
            }
        }
        return findings.hits();
    }
}
