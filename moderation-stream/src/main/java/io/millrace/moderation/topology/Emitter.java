package io.millrace.moderation.topology;

import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.ScoreRequest;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Where the output of one input, or of one tick of the clock, goes. Owned by one stream thread.
final class Emitter {

    private final ProcessorContext<String, Object> context;
    private final long timestamp;
    private final Headers headers;

    private Emitter(ProcessorContext<String, Object> context, long timestamp, Headers headers) {
        this.context = context;
        this.timestamp = timestamp;
        this.headers = headers;
    }

    /// Output with the time and the headers of a record.
    static Emitter of(ProcessorContext<String, Object> context, Record<?, ?> record) {
        return new Emitter(context, record.timestamp(), record.headers());
    }

    /// Output of the clock.
    static Emitter at(ProcessorContext<String, Object> context, Instant now) {
        return new Emitter(context, now.toEpochMilli(), new RecordHeaders());
    }

    void command(RoomCommand command) {
        forward(command.getRoom(), command, ModerationTopology.COMMANDS);
    }

    /// @param answer null when nobody waits
    void answer(@Nullable InboxDelivery answer) {
        if (answer != null) {
            forward(answer.content().getRoom(), answer, ModerationTopology.ANSWERS);
        }
    }

    void decision(String key, ModerationDecision decision) {
        forward(key, decision, ModerationTopology.DECISIONS);
    }

    void request(String key, ScoreRequest request) {
        forward(key, request, ModerationTopology.REQUESTS);
    }

    void review(String key, ReviewItem item) {
        forward(key, item, ModerationTopology.REVIEW);
    }

    void sanction(Sanction sanction) {
        forward(sanction.getId(), sanction, ModerationTopology.SANCTIONS);
    }

    void endSanction(String id) {
        forward(id, null, ModerationTopology.SANCTIONS);
    }

    private void forward(String key, @Nullable Object value, String sink) {
        context.forward(new Record<>(key, value, timestamp, headers), sink);
    }
}
