package io.millrace.edge;

import io.millrace.edge.deliver.EdgeInbox;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.schema.api.ApiResult;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What an edge waits for before it serves, in order: topics, schemas, its inbox.
final class EdgeStart {

    private static final Duration CLAIM_CHECK = Duration.ofMillis(500);

    private EdgeStart() {}

    static int awaitTopics(TopicAdmin topics, Patience patience) {
        return patience.until("kafka", () -> {
            topics.ensure(Topics.all());
            return topics.existingPartitions(Topics.EDGE_DELIVERIES);
        });
    }

    /// Encodes one record for each topic that this edge writes and learns where the topic is, so that no
    /// client, and no claim of an inbox, waits for the first answer of registry and broker. In a reconnect
    /// storm every session would ask the registry for itself.
    static void awaitSchemas(RecordWriter writer, Patience patience) {
        String warm = "warm-up";
        Sender nobody = new Sender("", warm, null, null);
        MessageSubmitted message = new MessageSubmitted(
                warm, warm, nobody, ByteBuffer.allocate(0), PayloadFormat.BINARY, Instant.EPOCH, null);
        RoomCommand command = RoomCommand.newBuilder().setRoom(warm).build();
        EdgeStatus status = new EdgeStatus(0, warm, EdgeState.GONE, "", Instant.EPOCH, Instant.EPOCH, 0, 0);
        EdgeDelivery delivery =
                EdgeDelivery.newBuilder().setIncarnation(warm).setRoom("").build();
        AuditEvent event = new AuditEvent(warm, Instant.EPOCH, warm, "", warm, "", Outcome.SUCCESS, "", Map.of());
        ReviewItem item = ReviewItem.newBuilder()
                .setId(warm)
                .setUser(warm)
                .setAt(Instant.EPOCH)
                .setKind(ReviewKind.REPORT)
                .build();
        ApiResult result = new ApiResult(warm, warm, Instant.EPOCH, null, null);
        patience.until("registry", () -> {
            writer.prepare(Topics.MESSAGES_SUBMITTED, message);
            writer.prepare(Topics.ROOM_COMMANDS, command);
            writer.prepare(Topics.EDGE_STATUS, status);
            writer.prepare(Topics.EDGE_DELIVERIES, delivery);
            writer.prepare(Topics.AUDIT_EVENTS, event);
            writer.prepare(Topics.API_RESULTS, result);
            writer.prepare(Topics.MODERATION_REVIEW, item);
            return true;
        });
    }

    static EdgeAddress awaitInbox(EdgeInbox inbox, Patience patience) {
        return patience.until("inbox", () -> {
            try {
                return inbox.claimed().get(CLAIM_CHECK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("no inbox claimed yet", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        });
    }
}
