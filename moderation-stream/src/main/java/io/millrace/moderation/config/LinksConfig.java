package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.util.List;

/// Which addresses messages may have.
///
/// @param allowed domains that are never objected to
/// @param blocked domains for which `blockedAction` is meant
/// @param invites for invitations to chats elsewhere
/// @param disguised for addresses that are written otherwise than they read
/// @param shorteners for services that hide where an address leads
/// @param others for every other address
/// @param trial whether all this is only tried out
public record LinksConfig(
        List<String> allowed,
        List<String> blocked,
        Action blockedAction,
        Action invites,
        Action disguised,
        Action shorteners,
        Action others,
        boolean trial) {

    public LinksConfig {
        allowed = List.copyOf(allowed);
        blocked = List.copyOf(blocked);
    }

    static LinksConfig read(Section section) {
        return new LinksConfig(
                Entries.read(section, "allowed", "allowed-file"),
                Entries.read(section, "blocked", "blocked-file"),
                section.choice("blocked-action", Action.REFUSE),
                section.choice("invites", Action.OFF),
                section.choice("disguised", Action.OFF),
                section.choice("shorteners", Action.OFF),
                section.choice("others", Action.OFF),
                section.flag("trial", false));
    }
}
