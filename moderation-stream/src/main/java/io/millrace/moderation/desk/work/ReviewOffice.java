package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.review.Answer;
import io.millrace.moderation.desk.review.Claims;
import io.millrace.moderation.desk.review.Effect;
import io.millrace.moderation.desk.review.Resolutions;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.store.Place;
import io.millrace.moderation.desk.store.ReviewFilter;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Claims and resolutions. Thread-safe; of two moderators at the same item one waits for the other.
public final class ReviewOffice {

    /// How many items `next` looks at together to find one that the moderator may decide, and how often.
    private static final int LOOK_AHEAD = 20;

    private static final int LOOKS = 10;

    private final Ledger ledger;
    private final Identification identification;
    private final Duration claim;
    private final DeskMeters meters;

    /// @param claim how long a claimed item waits for who claimed it
    public ReviewOffice(Ledger ledger, Conversations conversations, Duration claim, DeskMeters meters) {
        this.ledger = ledger;
        this.identification = new Identification(ledger, conversations);
        this.claim = claim;
        this.meters = meters;
    }

    /// An item, with its message and author as far as they are known by now. A report of a message that was
    /// reported before is closed: the other item has it.
    ///
    /// @throws SQLException when the database cannot be asked now
    public Optional<Review> find(String id) throws SQLException {
        var _ = identification.identify(id);
        return ledger.read(connection -> ReviewTable.find(connection, id));
    }

    /// Takes an item.
    ///
    /// @throws SQLException when the database cannot do it now
    public Result<Review> claim(String id, Actor actor) throws SQLException {
        return ledger.run(connection -> {
            Optional<Review> review = ReviewTable.lock(connection, id);
            return review.isEmpty() ? new Result.Missing<>() : claim(connection, review.get(), actor);
        });
    }

    /// Gives an item back.
    ///
    /// @throws SQLException when the database cannot do it now
    public Result<Review> release(String id, Actor actor) throws SQLException {
        return ledger.run(connection -> {
            Optional<Review> review = ReviewTable.lock(connection, id);
            if (review.isEmpty()) {
                return new Result.Missing<>();
            }
            Answer answer = Claims.release(review.get(), actor.moderator().name(), ledger.now());
            return keep(connection, answer, actor, "review.release", Map.of());
        });
    }

    /// Claims the oldest open item that the moderator may decide.
    ///
    /// @param after only items behind this place; null for all
    /// @throws SQLException when the database cannot do it now
    public Result<Review> next(ReviewFilter filter, @Nullable Place after, Actor actor) throws SQLException {
        ReviewFilter open = filter.in(ReviewFilter.State.OPEN);
        return ledger.run(connection -> {
            Place from = after;
            for (int look = 0; look < LOOKS; look++) {
                List<Review> reviews = ReviewTable.list(connection, open, from, LOOK_AHEAD);
                for (Review seen : reviews) {
                    // One at a time: whoever kept all of them would leave none to others who ask now.
                    Optional<Review> review =
                            ReviewTable.take(connection, seen.item().getId());
                    if (review.isPresent()
                            && claim(connection, review.get(), actor) instanceof Result.Done<Review> claimed) {
                        return claimed;
                    }
                }
                if (reviews.size() < LOOK_AHEAD) {
                    break;
                }
                ReviewItem last = reviews.getLast().item();
                from = new Place(last.getAt(), last.getId());
            }
            return new Result.Missing<>();
        });
    }

    /// Decides an item, and with it the others about the same message. Of a report of a message that was
    /// reported before the item that has the message is decided.
    ///
    /// @throws SQLException when the database cannot do it now
    public Result<Review> resolve(String id, Resolutions.Request request, Actor actor) throws SQLException {
        String about = identification.identify(id);
        Result<Review> result = ledger.run(connection -> {
            Optional<Review> review = ReviewTable.lock(connection, about);
            if (review.isEmpty()) {
                return new Result.Missing<>();
            }
            Answer answer = decide(connection, review.get(), request, actor);
            if (answer instanceof Answer.Accepted(Review decided, List<Effect> _)) {
                settleSameMessage(connection, decided);
            }
            return keep(connection, answer, actor, "review.resolve", detail(review.get(), request));
        });
        if (result instanceof Result.Done<Review>(Review decided, boolean _)) {
            meters.resolved(decided.item().getKind(), request.action(), 1);
        }
        return result;
    }

    /// What became of many items.
    ///
    /// @param matched items that were looked at
    /// @param done resolved, those about the same messages included
    /// @param refused of which the reason counts by text
    public record Bulk(int matched, int done, Map<String, Integer> refused) {}

    /// Decides many items in the same way, in one transaction. Of reports of one message the item that has the
    /// message is decided, as with one.
    ///
    /// @param ids which ones; empty for those of the filter
    /// @param limit most items
    /// @throws SQLException when the database cannot do it now
    public Result<Bulk> bulk(List<String> ids, ReviewFilter filter, int limit, Resolutions.Request request, Actor actor)
            throws SQLException {
        List<String> wanted = ids.stream().distinct().limit(limit).toList();
        List<Review> known = ledger.read(connection -> ids.isEmpty()
                ? ReviewTable.list(connection, filter, null, limit)
                : ReviewTable.all(connection, wanted));
        List<String> about = identification.identifyAll(known);
        Result<Bulk> result = ledger.run(connection -> {
            BulkRun run = new BulkRun(request);
            run.missing(Math.max(0, wanted.size() - known.size()));
            if (ids.isEmpty()) {
                for (Review review : ReviewTable.take(connection, filter, null, limit)) {
                    resolveOne(connection, run, review, actor);
                }
            }
            // In one order, so that two moderators with the same list do not wait for each other.
            for (String id :
                    ids.isEmpty() ? List.<String>of() : about.stream().sorted().toList()) {
                Optional<Review> review = ReviewTable.lock(connection, id);
                if (review.isPresent()) {
                    resolveOne(connection, run, review.get(), actor);
                } else {
                    run.missing(1);
                }
            }
            Bulk bulk = run.result();
            ledger.audit(
                    connection,
                    actor,
                    "review.bulk",
                    filter.room().orElse(""),
                    Map.of(
                            "action", name(request.action()),
                            "matched", Integer.toString(bulk.matched()),
                            "done", Integer.toString(bulk.done())));
            return new Result.Done<>(bulk, false);
        });
        if (result instanceof Result.Done<Bulk>(Bulk bulk, boolean _)) {
            meters.resolved(ReviewKind.UNKNOWN, request.action(), bulk.done());
        }
        return result;
    }

    private void resolveOne(Connection connection, BulkRun run, Review review, Actor actor) throws SQLException {
        if (!run.begins(review)) {
            return;
        }
        Answer answer = decide(connection, review, run.request(review), actor);
        switch (answer) {
            case Answer.Accepted(Review decided, List<Effect> effects) -> {
                ReviewTable.save(connection, decided);
                for (Effect effect : effects) {
                    ledger.effect(connection, effect, actor);
                }
                run.done(decided, settleSameMessage(connection, decided));
            }
            case Answer.Refused(var refusal) -> run.refused(refusal);
        }
    }

    private Answer decide(Connection connection, Review review, Resolutions.Request request, Actor actor)
            throws SQLException {
        return Resolutions.resolve(
                review, request, actor.moderator(), ReviewTable.background(connection, review.item()), ledger.now());
    }

    private Result<Review> claim(Connection connection, Review review, Actor actor) throws SQLException {
        Answer answer = Claims.claim(
                review,
                actor.moderator().name(),
                ReviewTable.background(connection, review.item()),
                claim,
                ledger.now());
        return keep(connection, answer, actor, "review.claim", Map.of());
    }

    private Result<Review> keep(
            Connection connection, Answer answer, Actor actor, String action, Map<String, String> detail)
            throws SQLException {
        return switch (answer) {
            case Answer.Refused(var refusal) -> new Result.Refused<>(refusal);
            case Answer.Accepted(Review review, List<Effect> effects) -> {
                ReviewTable.save(connection, review);
                for (Effect effect : effects) {
                    ledger.effect(connection, effect, actor);
                }
                ledger.audit(connection, actor, action, review.item().getId(), detail);
                yield new Result.Done<>(review, false);
            }
        };
    }

    /// A message that is approved or removed needs no second decision.
    private static Set<String> settleSameMessage(Connection connection, Review decided) throws SQLException {
        Set<String> settled = new HashSet<>();
        boolean aboutMessage = decided.item().getKind() == ReviewKind.HELD
                || decided.item().getKind() == ReviewKind.FLAGGED
                || decided.item().getKind() == ReviewKind.REPORT;
        if (aboutMessage
                && decided.state() instanceof ReviewState.Resolved resolved
                && (resolved.action() == ReviewAction.APPROVE || resolved.action() == ReviewAction.REMOVE)) {
            for (Review other : ReviewTable.aboutSameMessage(
                    connection,
                    decided.item().getRoom(),
                    decided.item().getMessageId(),
                    decided.item().getId())) {
                ReviewTable.save(connection, other.in(resolved));
                settled.add(other.item().getId());
            }
        }
        return settled;
    }

    private static Map<String, String> detail(Review review, Resolutions.Request request) {
        String kind = review.item().getKind().name().toLowerCase(Locale.ROOT);
        String message = review.item().getMessageId();
        return Map.of(
                "action", name(request.action()),
                "kind", kind,
                "room", review.item().getRoom(),
                "user", review.item().getUser(),
                "message", message == null ? "" : message,
                "sanction",
                        request.sanction()
                                .map(order -> order.kind().name().toLowerCase(Locale.ROOT))
                                .orElse(""));
    }

    private static String name(ReviewAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
