package io.millrace.moderation.desk.review;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.review.ReviewState.Resolved;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Decides what a resolution does. The same resolution has the same ids however often it is made.
public final class Resolutions {

    private Resolutions() {}

    /// What a moderator wants.
    ///
    /// @param reason text for the author
    /// @param sanction for the author
    public record Request(ReviewAction action, String reason, Optional<SanctionOrder> sanction) {}

    /// Resolves an item.
    public static Answer resolve(
            Review review, Request request, Moderator moderator, Background background, Instant now) {
        Optional<Refusal> obstacle = Claims.obstacle(review, moderator.name(), background, now)
                .or(() -> objection(review.item(), request, moderator, background));
        if (obstacle.isPresent()) {
            return Answer.refused(obstacle.get());
        }
        return new Answer.Accepted(
                review.in(new Resolved(moderator.name(), now, request.action(), request.reason())),
                effects(review, request, moderator, now));
    }

    private static Optional<Refusal> objection(
            ReviewItem item, Request request, Moderator moderator, Background background) {
        ReviewAction action = request.action();
        if (!action.fits(item.getKind())) {
            return Optional.of(Refusal.invalid(
                    "action", action.name().toLowerCase(Locale.ROOT) + " is no resolution of kind " + item.getKind()));
        }
        if (item.getMessageId() == null && action == ReviewAction.REMOVE) {
            return Optional.of(Refusal.invalid("action", "there is no message to remove"));
        }
        boolean proposal = item.getKind() == ReviewKind.BAN_PROPOSAL && action == ReviewAction.APPROVE;
        if (request.sanction().isEmpty()) {
            return proposal
                    ? Optional.of(Refusal.invalid("sanction", "is required to approve a proposed ban"))
                    : granted(item, action, moderator, background);
        }
        if (!proposal && action != ReviewAction.REMOVE) {
            return Optional.of(Refusal.invalid("sanction", "goes with remove, or with a proposed ban"));
        }
        return SanctionRules.objection(request.sanction().get(), item.getUser(), moderator);
    }

    /// Ending a sanction takes the same role as giving it.
    private static Optional<Refusal> granted(
            ReviewItem item, ReviewAction action, Moderator moderator, Background background) {
        return action == ReviewAction.PARDON && item.getSanction() != null
                ? background.sanction().flatMap(kind -> SanctionRules.objection(kind, moderator))
                : Optional.empty();
    }

    private static List<Effect> effects(Review review, Request request, Moderator moderator, Instant now) {
        ReviewItem item = review.item();
        List<Effect> effects = new ArrayList<>();
        Optional<RulingAction> ruling = switch (request.action()) {
            case APPROVE -> Optional.of(RulingAction.APPROVE);
            case REMOVE -> Optional.of(RulingAction.REMOVE);
            case PARDON -> Optional.of(RulingAction.PARDON);
            case DISMISS -> Optional.empty();
        };
        if (item.getMessageId() != null && item.getKind() != ReviewKind.BAN_PROPOSAL) {
            ruling.ifPresent(action ->
                    effects.add(new Effect.Ruled(review.key(), ruling(item, request, action, moderator, now))));
        }
        request.sanction()
                .ifPresent(order -> effects.add(new Effect.Sanctioned(SanctionRules.sanction(
                        order, named("sanction", item.getId()), item.getUser(), item.getMessageId(), moderator, now))));
        if (request.action() == ReviewAction.PARDON && item.getSanction() != null) {
            effects.add(new Effect.SanctionEnded(item.getSanction()));
        }
        return List.copyOf(effects);
    }

    private static Ruling ruling(
            ReviewItem item, Request request, RulingAction action, Moderator moderator, Instant now) {
        return Ruling.newBuilder()
                .setId(named("ruling", item.getId()))
                .setReview(item.getId())
                .setMessageId(item.getMessageId())
                .setOffset(item.getOffset())
                .setRoom(item.getRoom())
                .setUser(item.getUser())
                .setClient(item.getClient())
                .setAction(action)
                .setReason(request.reason())
                .setActor(moderator.name())
                .setAt(now)
                .build();
    }

    /// An id that the same cause always leads to.
    private static String named(String what, String review) {
        return UuidCreator.getNameBasedSha1(what + ' ' + review).toString();
    }
}
