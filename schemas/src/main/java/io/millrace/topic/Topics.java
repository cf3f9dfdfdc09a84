package io.millrace.topic;

import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiResult;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.topic.Topic.Durability;
import java.time.Duration;
import java.util.List;

/// The catalogue of topics.
public final class Topics {

    private static final int WORK_PARTITIONS = 8;
    private static final int INBOXES = 16;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    /// What users sent, durably taken and not yet judged.
    public static final Topic<MessageSubmitted> MESSAGES_SUBMITTED = new Topic<>(
            "messages.submitted",
            "user, or client of an anonymous user",
            MessageSubmitted.class,
            WORK_PARTITIONS,
            WEEK,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// Every verdict with its reasons.
    public static final Topic<ModerationDecision> MODERATION_DECISIONS = new Topic<>(
            "moderation.decisions",
            "user, or client of an anonymous user",
            ModerationDecision.class,
            WORK_PARTITIONS,
            MONTH,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// The levels of the moderation policy, and its lists; one partition, so that changes have one order.
    public static final Topic<PolicyRecord> MODERATION_POLICY = new Topic<>(
            "moderation.policy",
            "level or list",
            PolicyRecord.class,
            1,
            MONTH,
            CleanupPolicy.COMPACT,
            Durability.TRUTH);

    /// What users may not do.
    public static final Topic<Sanction> MODERATION_SANCTIONS = new Topic<>(
            "moderation.sanctions", "sanction id", Sanction.class, 1, MONTH, CleanupPolicy.COMPACT, Durability.TRUTH);

    /// Rooms under attack.
    public static final Topic<Lockdown> MODERATION_LOCKDOWNS = new Topic<>(
            "moderation.lockdowns", "room", Lockdown.class, 1, MONTH, CleanupPolicy.COMPACT, Durability.TRUTH);

    /// Texts for the larger model.
    public static final Topic<ScoreRequest> MODERATION_SCORE_REQUESTS = new Topic<>(
            "moderation.score.requests",
            "user, or client of an anonymous user",
            ScoreRequest.class,
            WORK_PARTITIONS,
            WEEK,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// Its answers.
    public static final Topic<ModelScores> MODERATION_SCORES = new Topic<>(
            "moderation.scores",
            "user, or client of an anonymous user",
            ModelScores.class,
            WORK_PARTITIONS,
            WEEK,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// What moderators have to decide.
    public static final Topic<ReviewItem> MODERATION_REVIEW = new Topic<>(
            "moderation.review",
            "user, or client of an anonymous user",
            ReviewItem.class,
            WORK_PARTITIONS,
            MONTH,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// What they decided about messages.
    public static final Topic<Ruling> MODERATION_RULINGS = new Topic<>(
            "moderation.rulings",
            "user, or client of an anonymous user",
            Ruling.class,
            WORK_PARTITIONS,
            MONTH,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// The only input of the room state machine.
    public static final Topic<RoomCommand> ROOM_COMMANDS = new Topic<>(
            "room.commands", "room", RoomCommand.class, WORK_PARTITIONS, WEEK, CleanupPolicy.DELETE, Durability.TRUTH);

    /// The public record: ordered and gap-free per room.
    public static final Topic<RoomEvent> ROOM_EVENTS = new Topic<>(
            "room.events", "room", RoomEvent.class, WORK_PARTITIONS, MONTH, CleanupPolicy.DELETE, Durability.TRUTH);

    /// What an edge must push or answer; the partition is the edge's inbox.
    public static final Topic<EdgeDelivery> EDGE_DELIVERIES = new Topic<>(
            "edge.deliveries",
            "room; the partition is the inbox, not derived from the key",
            EdgeDelivery.class,
            INBOXES,
            Duration.ofMinutes(10),
            CleanupPolicy.DELETE,
            Durability.REBUILDABLE);

    /// Which edge incarnations live; one partition, so that claims of an inbox have one order.
    public static final Topic<EdgeStatus> EDGE_STATUS = new Topic<>(
            "edge.status",
            "inbox number",
            EdgeStatus.class,
            1,
            Duration.ofDays(1),
            CleanupPolicy.COMPACT,
            Durability.TRUTH);

    /// Who did what to the system.
    public static final Topic<AuditEvent> AUDIT_EVENTS = new Topic<>(
            "audit.events",
            "actor",
            AuditEvent.class,
            WORK_PARTITIONS,
            Duration.ofDays(365),
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// Calls of the server API that come through Kafka.
    public static final Topic<ApiCommand> API_COMMANDS = new Topic<>(
            "api.commands",
            "what must stay in order: a channel or a user",
            ApiCommand.class,
            WORK_PARTITIONS,
            WEEK,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    /// Their outcomes.
    public static final Topic<ApiResult> API_RESULTS = new Topic<>(
            "api.results",
            "command id; the partition is that of the command, not derived from the key",
            ApiResult.class,
            WORK_PARTITIONS,
            WEEK,
            CleanupPolicy.DELETE,
            Durability.TRUTH);

    private static final List<Topic<?>> ALL = List.of(
            MESSAGES_SUBMITTED,
            MODERATION_DECISIONS,
            ROOM_COMMANDS,
            ROOM_EVENTS,
            EDGE_DELIVERIES,
            EDGE_STATUS,
            AUDIT_EVENTS,
            API_COMMANDS,
            API_RESULTS,
            MODERATION_POLICY,
            MODERATION_SANCTIONS,
            MODERATION_LOCKDOWNS,
            MODERATION_SCORE_REQUESTS,
            MODERATION_SCORES,
            MODERATION_REVIEW,
            MODERATION_RULINGS);

    private Topics() {}

    /// Every topic; each also has its `.dlq`.
    public static List<Topic<?>> all() {
        return ALL;
    }
}
