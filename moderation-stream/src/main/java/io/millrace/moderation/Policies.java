package io.millrace.moderation;

import io.millrace.moderation.config.BlocklistConfig;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.config.ModerationConfig.Messages;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicyDigest;
import io.millrace.moderation.rule.Blocklist;
import io.millrace.moderation.rule.BlocklistRule;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.rule.SizeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns what was configured into the policy that is applied.
final class Policies {

    private Policies() {}

    /// The policy of a configuration.
    ///
    /// @throws IllegalArgumentException naming the key and the place of a term that cannot be used
    static Policy of(ModerationConfig config) {
        List<Rule> content = new ArrayList<>(ContentRules.of(config.content()));
        content.add(new BlocklistRule(blocklist(config.blocklist()), Severity.REFUSE));
        Optional<ModelRules.Loaded> model = ModelRules.of(config.model());
        model.ifPresent(loaded -> content.add(loaded.rule()));
        return new Policy(
                version(config, model.map(ModelRules.Loaded::settings).orElse(List.of())),
                new Limits(
                        new SizeRule(config.messageLimit()),
                        new RateLimits(rate(config.sustained()), rate(config.burst())),
                        config.textLimit()),
                content);
    }

    private static Rate rate(Messages messages) {
        return new Rate(messages.messages(), messages.per());
    }

    private static Blocklist blocklist(BlocklistConfig config) {
        try {
            return Blocklist.of(config.name(), config.terms(), config.allowed());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "moderation.blocklist: " + e.getMessage() + " (terms first, then terms-file)", e);
        }
    }

    private static String version(ModerationConfig config, List<String> model) {
        BlocklistConfig blocklist = config.blocklist();
        return new PolicyDigest()
                .add("message-limit", config.messageLimit())
                .add("text-limit", config.textLimit())
                .add("rate.sustained.messages", config.sustained().messages())
                .add("rate.sustained.per", config.sustained().per().toMillis())
                .add("rate.burst.messages", config.burst().messages())
                .add("rate.burst.per", config.burst().per().toMillis())
                .add("blocklist.name", List.of(blocklist.name()))
                .add("blocklist.terms", blocklist.terms())
                .add("blocklist.allowed", blocklist.allowed())
                .add("content", ContentRules.settings(config.content()))
                .add("model", model)
                .version();
    }
}
