package io.millrace.moderation.policy;

import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.text.Span;
import java.util.List;
import java.util.Objects;

/// What becomes of a message. Rules that are only tried out stand among the hits and have no part in it.
public sealed interface Verdict {

    /// The rules that fired, the strictest first.
    List<Hit> hits();

    /// The places to blot out before it goes to the room, in the judged text; may overlap.
    default List<Span> spans() {
        return hits().stream()
                .filter(hit -> hit.severity() == Severity.MASK && !hit.trial())
                .map(Hit::span)
                .filter(Objects::nonNull)
                .toList();
    }

    /// It goes to the room.
    ///
    /// @param hits what was flagged, for those who review messages
    record Allow(List<Hit> hits) implements Verdict {}

    /// It goes to the room with places blotted out.
    record Mask(List<Hit> hits) implements Verdict {}

    /// It is kept back until somebody decides.
    record Hold(List<Hit> hits) implements Verdict {}

    /// Its sender alone sees it.
    record Shadow(List<Hit> hits) implements Verdict {}

    /// It is discarded; the sender is not told.
    record Drop(List<Hit> hits) implements Verdict {}

    /// It is discarded; the sender is told.
    ///
    /// @param code error code of the client protocol
    /// @param reason text for the sender
    record Bounce(int code, String reason, List<Hit> hits) implements Verdict {}

    /// The verdict that hits ask for: what the strictest one does that is not only tried out.
    ///
    /// @param hits the strictest first, those on trial last
    static Verdict of(List<Hit> hits) {
        if (hits.isEmpty() || hits.getFirst().trial()) {
            return new Allow(hits);
        }
        Hit strictest = hits.getFirst();
        return switch (strictest.severity()) {
            case FLAG -> new Allow(hits);
            case MASK -> new Mask(hits);
            case HOLD -> new Hold(hits);
            case SHADOW -> new Shadow(hits);
            case DROP -> new Drop(hits);
            case REFUSE -> {
                Refusal told = strictest.told();
                yield new Bounce(told.code(), told.reason(), hits);
            }
        };
    }
}
