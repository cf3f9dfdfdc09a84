package io.millrace.moderation.desk.http;

import io.millrace.moderation.desk.review.Resolutions;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.SanctionOrder;
import io.millrace.moderation.desk.review.SanctionRules;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Reads what moderators order.
final class Orders {

    /// Fields of a sanction, besides the user.
    static final Set<String> SANCTION = Set.of("kind", "room", "durationSeconds", "intervalSeconds", "reason");

    static final int REASON = 500;
    static final int NAME = 255;

    private static final long MAX_INTERVAL = Duration.ofDays(1).toSeconds();

    private Orders() {}

    static Resolutions.Request resolution(Fields body) {
        ReviewAction action = body.choice("action", ReviewAction.class, EnumSet.allOf(ReviewAction.class))
                .orElseThrow(() -> new ProblemException(
                        Problem.field("action", "one of " + Fields.names(EnumSet.allOf(ReviewAction.class)), null)));
        String reason = body.text("reason", REASON).orElse("");
        Optional<SanctionOrder> sanction = body.object("sanction", SANCTION).map(fields -> sanction(fields, reason));
        return new Resolutions.Request(action, reason, sanction);
    }

    /// @param reason unless the order has its own
    static SanctionOrder sanction(Fields fields, String reason) {
        Set<SanctionKind> kinds = EnumSet.complementOf(EnumSet.of(SanctionKind.UNKNOWN));
        SanctionKind kind = fields.choice("kind", SanctionKind.class, kinds)
                .orElseThrow(() -> new ProblemException(Problem.field("kind", "one of " + Fields.names(kinds), null)));
        return new SanctionOrder(
                kind,
                fields.text("room", NAME).orElse(""),
                fields.seconds("durationSeconds", 1, SanctionRules.LONGEST.toSeconds()),
                fields.seconds("intervalSeconds", 1, MAX_INTERVAL).orElse(Duration.ZERO),
                fields.text("reason", REASON).orElse(reason));
    }
}
