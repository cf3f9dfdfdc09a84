package io.millrace.moderation.compile;

import io.millrace.moderation.config.BlocklistConfig;
import io.millrace.moderation.config.ListUse;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.config.PolicySettings;
import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.policy.Behaviour;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicyDigest;
import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns settings into the policy that is applied. Holds what all policies of a process share: the lists of
/// its configuration and the model. Immutable and thread-safe.
public final class PolicyCompiler {

    private final NamedList base;
    private final Map<String, NamedList> lists;
    private final LinearScorer scorer;

    private PolicyCompiler(NamedList base, Map<String, NamedList> lists, LinearScorer scorer) {
        this.base = base;
        this.lists = Map.copyOf(lists);
        this.scorer = scorer;
    }

    /// What a compilation needs beside the settings.
    ///
    /// @param canonical the settings as one text, which equal settings have in common
    /// @param lists those that were published, by name; they go before those of the configuration
    public record Input(PolicySettings settings, String canonical, Map<String, NamedList> lists) {}

    /// Prepares the lists and the model of a configuration.
    ///
    /// @param mistakes gets what cannot be used, by its key in the section `moderation`
    /// @return empty when there was a mistake
    public static Optional<PolicyCompiler> of(ModerationConfig config, List<Mistake> mistakes) {
        int before = mistakes.size();
        Optional<NamedList> base = list("blocklist", config.blocklist(), mistakes);
        Map<String, NamedList> lists = new HashMap<>();
        for (int i = 0; i < config.lists().size(); i++) {
            BlocklistConfig list = config.lists().get(i);
            String key = "lists[" + i + ']';
            // One without entries stands for a list that is published.
            if (!list.terms().isEmpty()) {
                list(key, list, mistakes).ifPresent(prepared -> lists.put(prepared.name(), prepared));
            }
        }
        Optional<LinearScorer> scorer = scorer(config, mistakes);
        return mistakes.size() > before || base.isEmpty() || scorer.isEmpty()
                ? Optional.empty()
                : Optional.of(new PolicyCompiler(base.get(), lists, scorer.get()));
    }

    private static Optional<NamedList> list(String key, BlocklistConfig config, List<Mistake> mistakes) {
        List<Mistake> found = new ArrayList<>();
        Optional<NamedList> list = NamedList.of(config, found);
        found.forEach(mistake -> mistakes.add(
                new Mistake(key + '.' + mistake.key(), mistake.text() + " (terms first, then terms-file)")));
        return list;
    }

    private static Optional<LinearScorer> scorer(ModerationConfig config, List<Mistake> mistakes) {
        try {
            return Optional.of(Models.load(config.modelFile()));
        } catch (IllegalArgumentException e) {
            mistakes.add(new Mistake("model.file", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /// The policy of some settings. A list that is nowhere is left out: see [#missing].
    ///
    /// @param mistakes gets what cannot be used
    /// @return empty when there was a mistake
    public Optional<Policy> compile(Input input, List<Mistake> mistakes) {
        int before = mistakes.size();
        PolicySettings settings = input.settings;
        List<Rule> content = new ArrayList<>(ContentRules.of(settings, mistakes));
        PolicyDigest digest = new PolicyDigest().add("settings", List.of(input.canonical));
        if (base.size() > 0) {
            digest.add("blocklist", List.of(base.name(), base.digest()));
            Actions.severity(settings.blocklist().action())
                    .map(base::rule)
                    .ifPresent(rule -> content.add(settings.blocklist().trial() ? rule.onTrial() : rule));
        }
        content.addAll(listRules(input, digest, mistakes));
        ModelRules.of(settings.model(), scorer, mistakes).ifPresent(content::add);
        digest.add("model", List.of(scorer.version()));
        // What cannot be used among them was told with the rule on links.
        Domains known = NamedList.prepare("links.allowed", settings.links().allowed(), Domains::of, new ArrayList<>())
                .orElseGet(() -> Domains.of(List.of()));
        Behaviour behaviour = Behaviour.of(
                ConductSettings.conduct(settings, mistakes),
                Ladders.of(settings.escalation(), mistakes),
                ConductSettings.raids(settings.raids()),
                known);
        return mistakes.size() > before
                ? Optional.empty()
                : Optional.of(new Policy(
                        digest.version(),
                        Handling.limits(settings),
                        content,
                        behaviour,
                        Handling.scorer(settings.scorer()),
                        Handling.holds(settings),
                        new Exemption(
                                Set.copyOf(settings.exempt().users()),
                                Set.copyOf(settings.exempt().roles()))));
    }

    private List<Rule> listRules(Input input, PolicyDigest digest, List<Mistake> mistakes) {
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<ListUse> uses = input.settings.lists();
        for (int i = 0; i < uses.size(); i++) {
            ListUse use = uses.get(i);
            if (!names.add(use.name()) || use.name().equals(base.name())) {
                mistakes.add(new Mistake("lists[" + i + "].name", "is there twice, or is the name of the blocklist"));
            }
            Optional<NamedList> list = list(use.name(), input.lists);
            list.ifPresent(found -> digest.add("list", List.of(found.name(), found.digest())));
            list.flatMap(found -> Actions.severity(use.action()).map(found::rule))
                    .ifPresent(rule -> rules.add(use.trial() ? rule.onTrial() : rule));
        }
        return rules;
    }

    private Optional<NamedList> list(String name, Map<String, NamedList> published) {
        return Optional.ofNullable(published.get(name)).or(() -> Optional.ofNullable(lists.get(name)));
    }

    /// The lists that settings call and nobody has, as mistakes.
    ///
    /// @param published names of the lists that were published
    public List<Mistake> missing(PolicySettings settings, Set<String> published) {
        List<Mistake> missing = new ArrayList<>();
        for (int i = 0; i < settings.lists().size(); i++) {
            String name = settings.lists().get(i).name();
            if (!published.contains(name) && !lists.containsKey(name)) {
                missing.add(new Mistake("lists[" + i + "].name", "there is no list of that name"));
            }
        }
        return missing;
    }

    /// Name of the list that stands in the configuration, which nobody can publish.
    public String baseList() {
        return base.name();
    }
}
