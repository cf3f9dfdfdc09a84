package io.millrace.moderation.config;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a policy says: the part of the section `moderation` that documents on the topic of policies may
/// change, under the same keys.
///
/// The names of the components are the keys, so that settings can be written as they are read.
///
/// @param messageLimit greatest payload in bytes
/// @param textLimit most UTF-16 characters of a message that are judged
/// @param blocklist what is done about terms of the list in the configuration
/// @param lists what is done about entries of the other lists
/// @param model the model in the path of the messages
/// @param scorer the larger one beside it
/// @param slowMode least time between two messages of a sender in a room; zero for none
public record PolicySettings(
        int messageLimit,
        int textLimit,
        RateConfig rate,
        Base blocklist,
        List<ListUse> lists,
        List<PatternConfig> patterns,
        LinksConfig links,
        MentionsConfig mentions,
        CapsConfig caps,
        ModelConfig model,
        LargerModelConfig scorer,
        Duration slowMode,
        ConductConfig.Duplicates duplicates,
        ConductConfig.Flood flood,
        ConductConfig.Newcomers newcomers,
        EscalationConfig escalation,
        RaidsConfig raids,
        HoldConfig hold,
        ReviewConfig review,
        ExemptConfig exempt) {

    private static final String SECTION = "moderation";

    /// What is done about terms of the list in the configuration.
    ///
    /// @param trial whether it is only tried out
    public record Base(Action action, boolean trial) {}

    public PolicySettings {
        lists = List.copyOf(lists);
        patterns = List.copyOf(patterns);
    }

    /// Reads the keys of policies from a section that may have others.
    static PolicySettings read(Section moderation) {
        Section blocklist = moderation.section("blocklist");
        return new PolicySettings(
                Math.toIntExact(moderation.bytes("message-limit", 512 << 10, 1, 512 << 10)),
                moderation.integer("text-limit", 32 << 10, 0, 512 << 10),
                RateConfig.read(moderation.section("rate")),
                new Base(blocklist.choice("action", Action.REFUSE), blocklist.flag("trial", false)),
                moderation.items("lists").stream().map(ListUse::read).toList(),
                moderation.items("patterns").stream().map(PatternConfig::read).toList(),
                LinksConfig.read(moderation.section("links")),
                MentionsConfig.read(moderation.section("mentions")),
                CapsConfig.read(moderation.section("caps")),
                ModelConfig.read(moderation.section("model")),
                LargerModelConfig.read(moderation.section("scorer")),
                ConductConfig.slowMode(moderation),
                ConductConfig.Duplicates.read(moderation.section("duplicates")),
                ConductConfig.Flood.read(moderation.section("flood")),
                ConductConfig.Newcomers.read(moderation.section("newcomers")),
                EscalationConfig.read(moderation.section("escalation")),
                RaidsConfig.read(moderation.section("raids")),
                HoldConfig.read(moderation.section("hold")),
                ReviewConfig.read(moderation.section("review")),
                ExemptConfig.read(moderation.section("exempt")));
    }

    /// Reads settings that are already merged.
    ///
    /// @param tree values by key
    /// @throws io.millrace.runtime.config.ConfigException naming every mistake by its full key
    public static PolicySettings of(Map<String, Object> tree) {
        return Config.of(Map.of(SECTION, tree), Map.of()).read(reader -> read(reader.section(SECTION)));
    }
}
