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
        Resolved decided = new Resolved(moderator.name(), now, request.action(), request.reason());
        return new Answer.Accepted(review.in(decided), effects(review, request, decided, moderator, background));
    }

    private static Optional<Refusal> objection(
            ReviewItem item, Request request, Moderator moderator, Background background) {
        ReviewAction action = request.action();
        if (!action.fits(item.getKind())) {
            return Optional.of(
                    Refusal.invalid("action", name(action) + " is no resolution of kind " + name(item.getKind())));
        }
        if (item.getMessageId() == null && action == ReviewAction.REMOVE) {
            return Optional.of(Refusal.invalid("action", "there is no message to remove"));
        }
        if (action == ReviewAction.PARDON) {
            return pardon(item, request, moderator, background);
        }
        boolean proposal = item.getKind() == ReviewKind.BAN_PROPOSAL && action == ReviewAction.APPROVE;
        if (request.sanction().isEmpty()) {
            return proposal
                    ? Optional.of(Refusal.invalid("sanction", "is required to approve a proposed ban"))
                    : Optional.empty();
        }
        if (!proposal && action != ReviewAction.REMOVE) {
            return Optional.of(Refusal.invalid("sanction", "goes with remove, or with a proposed ban"));
        }
        return SanctionRules.objection(request.sanction().get(), item.getUser(), moderator);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Refusal> pardon(
            ReviewItem item, Request request, Moderator moderator, Background background) {
        if (request.sanction().isPresent()) {
            return Optional.of(Refusal.invalid("sanction", "goes with remove, or with a proposed ban"));
        }
        if (background.foreign()) {
            return Optional.of(Refusal.invalid(
                    "action", "it is somebody else's, who did not appeal; the appeal can only be dismissed"));
        }
        if (item.getMessageId() == null && item.getSanction() == null) {
            return Optional.of(Refusal.invalid("action", "it is not known which message the appeal is about"));
        }
        // Ending a sanction takes the same role as giving it.
        return item.getSanction() == null
                ? Optional.empty()
                : background.sanction().flatMap(kind -> SanctionRules.objection(kind, moderator));
    }

    /// The ruling of a held message that was decided, as it was made then: for a moderation that holds the
    /// message again because it crashed. Empty for all else.
    public static Optional<Effect.Ruled> again(Review review) {
        return review.item().getKind() == ReviewKind.HELD && review.state() instanceof Resolved decided
                ? ruled(review, decided)
                : Optional.empty();
    }

    private static List<Effect> effects(
            Review review, Request request, Resolved decided, Moderator moderator, Background background) {
        ReviewItem item = review.item();
        List<Effect> effects = new ArrayList<>();
        if (item.getKind() != ReviewKind.BAN_PROPOSAL) {
            ruled(review, decided).ifPresent(effects::add);
        }
        request.sanction()
                .ifPresent(order -> effects.add(new Effect.Sanctioned(SanctionRules.sanction(
                        order,
                        // An item that was opened again leads to another one beside the first.
                        named("sanction", item.getId() + ' ' + item.getAt()),
                        item.getUser(),
                        item.getMessageId(),
                        moderator,
                        decided.at()))));
        if (request.action() == ReviewAction.PARDON && item.getSanction() != null) {
            effects.add(new Effect.SanctionEnded(item.getSanction()));
            // Else the strike would bring the next sanction sooner.
            background
                    .cause()
                    .filter(cause -> !isAbout(item, cause))
                    .ifPresent(cause -> effects.add(new Effect.Ruled(review.key(), pardon(item, cause, decided))));
        }
        return List.copyOf(effects);
    }

    private static boolean isAbout(ReviewItem item, Offence cause) {
        return cause.message().equals(item.getMessageId()) && cause.room().equals(item.getRoom());
    }

    private static Optional<Effect.Ruled> ruled(Review review, Resolved decided) {
        ReviewItem item = review.item();
        String message = item.getMessageId();
        return message == null
                ? Optional.empty()
                : action(decided.action())
                        .map(action -> new Effect.Ruled(
                                review.key(),
                                ruling("ruling", item, decided, action)
                                        .setMessageId(message)
                                        .setOffset(item.getOffset())
                                        .setEpoch(item.getEpoch())
                                        .setRoom(item.getRoom())
                                        .setClient(item.getClient())
                                        .build()));
    }

    private static Optional<RulingAction> action(ReviewAction action) {
        return switch (action) {
            case APPROVE -> Optional.of(RulingAction.APPROVE);
            case REMOVE -> Optional.of(RulingAction.REMOVE);
            case PARDON -> Optional.of(RulingAction.PARDON);
            case DISMISS -> Optional.empty();
        };
    }

    private static Ruling pardon(ReviewItem item, Offence cause, Resolved decided) {
        return ruling("ruling of the cause", item, decided, RulingAction.PARDON)
                .setMessageId(cause.message())
                .setRoom(cause.room())
                .setClient(cause.client())
                .build();
    }

    private static Ruling.Builder ruling(String name, ReviewItem item, Resolved decided, RulingAction action) {
        return Ruling.newBuilder()
                .setId(named(name, item.getId()))
                .setReview(item.getId())
                .setUser(item.getUser())
                .setAction(action)
                .setReason(decided.reason())
                .setActor(decided.by())
                .setAt(decided.at());
    }

    /// An id that the same cause always leads to.
    private static String named(String what, String review) {
        return UuidCreator.getNameBasedSha1(what + ' ' + review).toString();
    }
}
