package io.millrace.moderation.rule;

import io.millrace.moderation.text.Link;
import java.util.List;

/// Kinds of addresses, the most telling first.
public enum LinkKind {
    /// Its domain is on the list of blocked ones.
    BLOCKED("blocked-domain"),
    /// An invitation to a chat elsewhere.
    INVITE("invite"),
    /// Written otherwise than it reads.
    DISGUISED("disguised-link"),
    /// A service that hides where a link leads.
    SHORTENER("shortener"),
    /// Any other address.
    OTHER("link");

    private static final Domains INVITES = Domains.of(List.of(
            "discord.gg",
            "dsc.gg",
            "invite.gg",
            "t.me",
            "telegram.me",
            "telegram.dog",
            "chat.whatsapp.com",
            "signal.group",
            "matrix.to",
            "join.skype.com",
            "join.slack.com"));
    private static final Domains INVITES_BY_PATH =
            Domains.of(List.of("discord.com", "discordapp.com", "guilded.gg", "vk.me", "line.me"));
    private static final List<String> INVITING_PATHS = List.of("/invite", "/i/", "/join", "/ti/", "/r/");
    private static final Domains SHORTENERS = Domains.of(List.of(
            "bit.ly",
            "tinyurl.com",
            "t.co",
            "goo.gl",
            "is.gd",
            "v.gd",
            "cutt.ly",
            "rb.gy",
            "ow.ly",
            "buff.ly",
            "t.ly",
            "s.id",
            "tiny.cc",
            "shorturl.at",
            "rebrand.ly",
            "adf.ly",
            "bl.ink",
            "soo.gd",
            "clck.ru",
            "lnkd.in"));

    private final String label;

    LinkKind(String label) {
        this.label = label;
    }

    /// The name in decisions.
    String label() {
        return label;
    }

    /// Whether an address is of this kind.
    boolean fits(Link link, Domains blocked) {
        return switch (this) {
            case BLOCKED -> blocked.contains(link.host()) || blocked.contains(link.latin());
            case INVITE -> isInvite(link);
            case DISGUISED -> link.certain() && link.disguised();
            case SHORTENER -> SHORTENERS.contains(link.latin()) && hasPath(link);
            case OTHER -> link.certain() || hasPath(link);
        };
    }

    private static boolean isInvite(Link link) {
        return hasPath(link)
                && (INVITES.contains(link.latin())
                        || (INVITES_BY_PATH.contains(link.latin())
                                && INVITING_PATHS.stream()
                                        .anyMatch(path -> link.path().startsWith(path))));
    }

    private static boolean hasPath(Link link) {
        return link.path().length() > 1;
    }
}
