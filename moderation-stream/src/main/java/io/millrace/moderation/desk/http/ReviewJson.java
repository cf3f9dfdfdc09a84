package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.moderation.text.PayloadText;
import io.millrace.schema.moderation.ReviewItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Items as JSON.
final class ReviewJson {

    /// Most characters of a message that are shown, as many as are judged by default.
    static final int TEXT = 32 << 10;

    private final Duration within;

    /// @param within how soon an item should be decided
    ReviewJson(Duration within) {
        this.within = within;
    }

    ObjectNode item(Review review, Instant now) {
        ReviewItem item = review.item();
        ObjectNode node = Reply.NODES.objectNode();
        node.put("id", item.getId());
        node.put("kind", Fields.name(item.getKind()));
        state(node, review.at(now));
        node.put("room", item.getRoom());
        node.put("user", item.getUser());
        node.put("client", item.getClient());
        node.put("messageId", item.getMessageId());
        node.put("offset", item.getOffset());
        node.put("reporter", item.getReporter());
        node.put("reports", review.reports());
        node.put("words", item.getText());
        node.put("text", item.getData() == null ? null : PayloadText.of(item.getData(), item.getFormat(), TEXT));
        node.put("format", item.getFormat().name().toLowerCase(Locale.ROOT));
        node.set("reasons", RecordJson.reasons(item.getReasons()));
        node.set("scores", RecordJson.scores(item.getScores()));
        node.put("sanction", item.getSanction());
        node.put("at", item.getAt().toString());
        node.put(
                "expiresAt",
                item.getExpiresAt() == null ? null : item.getExpiresAt().toString());
        Duration age = Duration.between(item.getAt(), now);
        node.put("ageSeconds", Math.max(0, age.toSeconds()));
        boolean undecided = switch (review.at(now)) {
            case ReviewState.Open _, ReviewState.Claimed _ -> true;
            case ReviewState.Resolved _, ReviewState.Expired _ -> false;
        };
        node.put("overdue", undecided && age.compareTo(within) > 0);
        var actions = node.putArray("actions");
        for (ReviewAction action : ReviewAction.values()) {
            if (undecided && action.fits(item.getKind())) {
                actions.add(Fields.name(action));
            }
        }
        return node;
    }

    private static void state(ObjectNode node, ReviewState state) {
        switch (state) {
            case ReviewState.Open _ -> node.put("state", "open");
            case ReviewState.Claimed(String by, Instant until) ->
                node.put("state", "claimed").put("claimedBy", by).put("claimedUntil", until.toString());
            case ReviewState.Resolved(String by, Instant at, ReviewAction action, String reason) ->
                node.put("state", "resolved")
                        .put("resolvedBy", by)
                        .put("resolvedAt", at.toString())
                        .put("action", Fields.name(action))
                        .put("reason", reason);
            case ReviewState.Expired(Instant at) -> node.put("state", "expired").put("expiredAt", at.toString());
        }
    }
}
