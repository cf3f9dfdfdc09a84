package io.millrace.moderation.rule;

/// The rules there are; the closed set that decisions and metrics name.
public enum RuleId {
    /// The payload is too large.
    SIZE("size"),
    /// The sender sends too fast.
    RATE("rate"),
    /// The text has a listed term.
    BLOCKLIST("blocklist");

    private final String label;

    RuleId(String label) {
        this.label = label;
    }

    /// The name in decisions, metrics and the text to the sender.
    public String label() {
        return label;
    }
}
