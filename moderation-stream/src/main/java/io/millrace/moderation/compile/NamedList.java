package io.millrace.moderation.compile;

import io.millrace.moderation.config.BlocklistConfig;
import io.millrace.moderation.policy.PolicyDigest;
import io.millrace.moderation.rule.Blocklist;
import io.millrace.moderation.rule.BlocklistRule;
import io.millrace.moderation.rule.DomainListRule;
import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A list made ready, which any number of policies may use. Immutable and thread-safe.
public sealed interface NamedList {

    /// How decisions and policies call it.
    String name();

    /// Names its content.
    String digest();

    /// How many entries it has, exceptions apart.
    int size();

    /// The rule that looks for its entries.
    Rule rule(Severity severity);

    /// Words and phrases.
    record Terms(String digest, int size, Blocklist terms) implements NamedList {

        @Override
        public String name() {
            return terms.name();
        }

        @Override
        public Rule rule(Severity severity) {
            return new BlocklistRule(terms, severity);
        }
    }

    /// Domains, with exceptions.
    record Addresses(String name, String digest, int size, Domains domains, Domains allowed) implements NamedList {

        @Override
        public Rule rule(Severity severity) {
            return new DomainListRule(name, domains, allowed, severity);
        }
    }

    /// Makes a list ready.
    ///
    /// @param mistakes gets each entry that cannot be used, by its place and not its text
    /// @return empty when there was a mistake
    static Optional<NamedList> of(BlocklistConfig config, List<Mistake> mistakes) {
        String digest = new PolicyDigest()
                .add("kind", List.of(config.kind().label()))
                .add("terms", config.terms())
                .add("allowed", config.allowed())
                .version();
        return switch (config.kind()) {
            case TERMS ->
                prepare(
                                "terms",
                                config.terms(),
                                terms -> Blocklist.of(config.name(), terms, config.allowed()),
                                mistakes)
                        .map(list -> new Terms(digest, config.terms().size(), list));
            case DOMAINS -> {
                Optional<Domains> domains = prepare("terms", config.terms(), Domains::inAnySpelling, mistakes);
                Optional<Domains> allowed = prepare("allowed", config.allowed(), Domains::of, mistakes);
                yield domains.flatMap(some -> allowed.map(others ->
                        new Addresses(config.name(), digest, config.terms().size(), some, others)));
            }
        };
    }

    /// Prepares all entries at once; only if that fails each by itself, to name every one that is wrong.
    static <T> Optional<T> prepare(
            String key, List<String> entries, Function<List<String>, T> preparation, List<Mistake> mistakes) {
        try {
            return Optional.of(preparation.apply(entries));
        } catch (IllegalArgumentException e) {
            List<Mistake> found = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                String place = key + '[' + i + ']';
                check(entries.get(i), preparation).ifPresent(text -> found.add(new Mistake(place, text)));
            }
            mistakes.addAll(found.isEmpty() ? List.of(new Mistake(key, String.valueOf(e.getMessage()))) : found);
            return Optional.empty();
        }
    }

    private static Optional<String> check(String entry, Function<List<String>, ?> preparation) {
        try {
            var _ = preparation.apply(List.of(entry));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            // The message begins with the place, which is another one here.
            return Optional.of(text.substring(Math.max(0, text.indexOf("must "))));
        }
    }
}
