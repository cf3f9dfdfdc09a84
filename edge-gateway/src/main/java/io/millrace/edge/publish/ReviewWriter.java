package io.millrace.edge.publish;

import io.millrace.schema.moderation.ReviewItem;
import io.millrace.topic.Topics;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what moderators have to decide to `moderation.review`. Thread-safe; does not wait for the broker.
public final class ReviewWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReviewWriter.class);

    private final RecordSink writer;
    private final LogGate unwritten = new LogGate(LOGGER, "review items not written");

    public ReviewWriter(RecordSink writer) {
        this.writer = writer;
    }

    /// Writes an item, to where everything about its author goes.
    ///
    /// @param then called once, with whether the broker has it, from another thread or this one; must not block
    public void write(ReviewItem item, Consumer<Boolean> then) {
        try {
            writer.write(Topics.MODERATION_REVIEW, key(item), item, (metadata, failure) -> {
                if (failure != null) {
                    unwritten.warn(failure);
                }
                then.accept(failure == null);
            });
        } catch (RuntimeException e) {
            unwritten.warn(e);
            then.accept(false);
        }
    }

    /// Of a message whose author is not known, everything that is said about its room.
    private static String key(ReviewItem item) {
        if (!item.getUser().isEmpty()) {
            return item.getUser();
        }
        return item.getClient().isEmpty() ? item.getRoom() : item.getClient();
    }
}
