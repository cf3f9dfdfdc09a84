package io.millrace.moderation.rule;

/// The rules there are; the closed set that decisions and metrics name.
public enum RuleId {
    /// The payload is too large.
    SIZE("size"),
    /// The sender sends too fast.
    RATE("rate"),
    /// The text has an address that is objected to.
    LINK("link"),
    /// The text calls too many people.
    MENTION("mention"),
    /// The text is mostly capitals.
    CAPS("caps"),
    /// The text has a pattern of the operator's.
    PATTERN("pattern"),
    /// The text has a listed term.
    BLOCKLIST("blocklist"),
    /// The model's score of a label is above its threshold.
    MODEL("model"),
    /// The sender has to wait between two messages.
    SLOW_MODE("slow-mode"),
    /// The sender repeats itself.
    DUPLICATE("duplicate"),
    /// The sender sends too many characters.
    FLOOD("flood"),
    /// The sender is new, and the message has what newcomers may not send.
    NEWCOMER("newcomer"),
    /// The sender is sanctioned.
    SANCTION("sanction"),
    /// The room is under attack.
    LOCKDOWN("lockdown"),
    /// The larger model's score of a label is above its threshold.
    SCORER("scorer");

    private final String label;

    RuleId(String label) {
        this.label = label;
    }

    /// The name in decisions, metrics and the text to the sender.
    public String label() {
        return label;
    }
}
