package io.millrace.moderation.conduct;

/// What a message can be reproached with.
enum Offence {
    SLOW_MODE(1, ""),
    FLOOD(2, "characters"),
    IDENTICAL(4, "identical"),
    SIMILAR(8, "similar"),
    CROSS_POST(16, "rooms");

    private final int bit;
    private final String label;

    Offence(int bit, String label) {
        this.bit = bit;
        this.label = label;
    }

    /// The bit under which it is stored.
    int bit() {
        return bit;
    }

    /// What stands in decisions.
    String label() {
        return label;
    }

    boolean isIn(int offences) {
        return (offences & bit) != 0;
    }
}
