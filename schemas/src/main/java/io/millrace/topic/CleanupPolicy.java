package io.millrace.topic;

/// What Kafka does with old records (topic setting `cleanup.policy`).
public enum CleanupPolicy {
    /// Drops whole segments past the retention.
    DELETE("delete"),
    /// Keeps the newest record of each key.
    COMPACT("compact");

    private final String setting;

    CleanupPolicy(String setting) {
        this.setting = setting;
    }

    /// The value of the topic setting.
    public String setting() {
        return setting;
    }
}
