package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.store.Conversations.Context;
import io.millrace.moderation.desk.store.DecisionTable;
import io.millrace.moderation.desk.store.DecisionTable.DecisionFilter;
import io.millrace.moderation.desk.store.ReportTable;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.text.PayloadText;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An item with all that helps to decide it. Thread-safe.
final class ReviewDetail {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReviewDetail.class);
    private static final int RECENT = 10;
    private static final int REPORTS = 20;

    private final Ledger ledger;
    private final Conversations conversations;
    private final ReviewJson json;
    private final int count;
    private final InstantSource clock;

    /// @param count messages before and after that are shown
    ReviewDetail(Ledger ledger, Conversations conversations, ReviewJson json, int count, InstantSource clock) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.json = json;
        this.count = count;
        this.clock = clock;
    }

    ObjectNode of(Review review) throws SQLException {
        ReviewItem item = review.item();
        Instant now = clock.instant();
        ObjectNode node = json.item(review, now);
        ledger.read(connection -> {
            ArrayNode reports = node.putArray("reportList");
            for (ReportTable.Report report : ReportTable.of(connection, item.getId(), REPORTS)) {
                reports.addObject()
                        .put("reporter", report.reporter())
                        .put("words", report.words())
                        .put("at", report.at().toString());
            }
            ArrayNode verdicts = node.putArray("verdicts");
            ArrayNode sanctions = node.putArray("sanctions");
            if (!item.getUser().isEmpty()) {
                Optional<String> user = Optional.of(item.getUser());
                DecisionFilter filter = new DecisionFilter(user, Optional.empty(), Optional.empty());
                DecisionTable.list(connection, filter, null, RECENT)
                        .forEach(decision -> verdicts.add(RecordJson.decision(decision)));
                SanctionTable.list(connection, user, false, null, RECENT)
                        .forEach(row -> sanctions.add(RecordJson.sanction(row, now)));
            }
            foreign(node, ReviewTable.background(connection, item).foreign());
            return node;
        });
        addContext(node, item);
        return node;
    }

    /// An appeal about what is somebody else's can only be dismissed.
    private static void foreign(ObjectNode node, boolean foreign) {
        node.put("foreign", foreign);
        if (foreign && node.path("actions") instanceof ArrayNode actions) {
            String pardon = Fields.name(ReviewAction.PARDON);
            actions.removeIf(action -> pardon.equals(action.asText()));
        }
    }

    /// An archive that is away or slow must not keep moderators from deciding.
    private void addContext(ObjectNode node, ReviewItem item) {
        if (item.getRoom().isEmpty()) {
            node.putNull("context");
            return;
        }
        try {
            Context context = conversations.around(
                    new Conversations.Target(item.getRoom(), item.getMessageId(), item.getOffset(), item.getAt()),
                    count);
            ObjectNode around = node.putObject("context");
            around.set("before", messages(context.before()));
            around.set("after", messages(context.after()));
            context.message().map(RoomEvent::getPublished).ifPresent(published -> {
                node.put("offset", context.message().get().getOffset());
                boolean appeal = item.getKind() == ReviewKind.APPEAL;
                if (appeal && !published.getSender().getUser().equals(item.getUser())) {
                    foreign(node, true);
                }
                String text = text(published);
                // Of a message that was taken back there is none.
                if (item.getData() == null && !text.isEmpty()) {
                    node.put("text", text);
                }
            });
        } catch (SQLException | IllegalArgumentException e) {
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("the conversation cannot be shown");
            node.putNull("context");
        }
    }

    private static ArrayNode messages(List<RoomEvent> events) {
        ArrayNode messages = Reply.NODES.arrayNode();
        for (RoomEvent event : events) {
            MessagePublished published = event.getPublished();
            if (published != null) {
                messages.addObject()
                        .put("messageId", published.getMessageId())
                        .put("offset", event.getOffset())
                        .put("user", published.getSender().getUser())
                        .put("client", published.getSender().getClient())
                        .put("text", text(published))
                        .put("at", event.getAt().toString());
            }
        }
        return messages;
    }

    private static String text(MessagePublished published) {
        return PayloadText.of(published.getData(), published.getFormat(), ReviewJson.TEXT);
    }
}
