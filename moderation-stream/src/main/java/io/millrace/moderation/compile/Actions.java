package io.millrace.moderation.compile;

import io.millrace.moderation.config.Action;
import io.millrace.moderation.rule.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the configuration calls an action, in the words of the rules.
final class Actions {

    private Actions() {}

    /// What a rule asks for; empty for a rule that is off.
    static Optional<Severity> severity(Action action) {
        return Optional.ofNullable(orNull(action));
    }

    /// The same; null for a rule that is off.
    static @Nullable Severity orNull(Action action) {
        return switch (action) {
            case OFF -> null;
            case FLAG -> Severity.FLAG;
            case MASK -> Severity.MASK;
            case HOLD -> Severity.HOLD;
            case SHADOW -> Severity.SHADOW;
            case DROP -> Severity.DROP;
            case REFUSE -> Severity.REFUSE;
        };
    }
}
