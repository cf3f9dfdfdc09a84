package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.util.List;

/// The rules on the content beside the blocklist and the model.
public record ContentConfig(List<PatternConfig> patterns, LinksConfig links, Mentions mentions, Caps caps) {

    public ContentConfig {
        patterns = List.copyOf(patterns);
    }

    /// How many people a message may call.
    ///
    /// @param limit most different names
    /// @param action for a message with more
    /// @param everyone for `@everyone` and the like
    public record Mentions(int limit, Action action, Action everyone) {}

    /// How loud a message may be.
    ///
    /// @param percent most capitals among the letters that have a case
    /// @param letters fewest such letters that a message must have to be asked about
    /// @param action for a louder one
    public record Caps(int percent, int letters, Action action) {}

    /// Reads `patterns`, `links`, `mentions` and `caps`.
    static ContentConfig read(Section section) {
        Section mentions = section.section("mentions");
        Section caps = section.section("caps");
        return new ContentConfig(
                section.items("patterns").stream().map(PatternConfig::read).toList(),
                LinksConfig.read(section.section("links")),
                new Mentions(
                        mentions.integer("limit", 20, 1, 1_000),
                        mentions.choice("action", Action.OFF),
                        mentions.choice("everyone", Action.OFF)),
                new Caps(
                        caps.integer("percent", 70, 1, 99),
                        caps.integer("letters", 20, 1, 10_000),
                        caps.choice("action", Action.OFF)));
    }
}
