package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.moderation.desk.store.SanctionTable.SanctionRow;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.Sanction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Records as JSON.
final class RecordJson {

    private RecordJson() {}

    static ArrayNode reasons(List<Reason> reasons) {
        ArrayNode array = Reply.NODES.arrayNode();
        for (Reason reason : reasons) {
            ObjectNode node = array.addObject();
            node.put("rule", reason.getRule());
            node.put("label", reason.getLabel());
            node.put("score", reason.getScore());
            node.put("spanStart", reason.getSpanStart());
            node.put("spanEnd", reason.getSpanEnd());
            node.put("action", reason.getAction());
            node.put("trial", reason.getTrial());
        }
        return array;
    }

    static ObjectNode scores(Map<String, Double> scores) {
        ObjectNode node = Reply.NODES.objectNode();
        scores.forEach(node::put);
        return node;
    }

    static ObjectNode decision(ModerationDecision decision) {
        ObjectNode node = Reply.NODES.objectNode();
        node.put("messageId", decision.getMessageId());
        node.put("room", decision.getRoom());
        node.put("user", decision.getUser());
        node.put("client", decision.getClient());
        node.put("verdict", Fields.name(decision.getVerdict()));
        node.put("stage", Fields.name(decision.getStage()));
        node.set("reasons", reasons(decision.getReasons()));
        node.set("scores", scores(decision.getScores()));
        node.put("model", decision.getModel());
        node.put("actor", decision.getActor());
        node.put("errorCode", decision.getErrorCode());
        node.put("policyVersion", decision.getPolicyVersion());
        node.put("submittedAt", decision.getSubmittedAt().toString());
        node.put("decidedAt", decision.getDecidedAt().toString());
        return node;
    }

    static ObjectNode sanction(SanctionRow row, Instant now) {
        Sanction sanction = row.sanction();
        ObjectNode node = Reply.NODES.objectNode();
        node.put("id", sanction.getId());
        node.put("user", sanction.getUser());
        node.put("room", sanction.getRoom());
        node.put("kind", Fields.name(sanction.getKind()));
        node.put("intervalSeconds", sanction.getIntervalMillis() / 1000.0);
        node.put("from", sanction.getFrom().toString());
        node.put(
                "until",
                sanction.getUntil() == null ? null : sanction.getUntil().toString());
        node.put("reason", sanction.getReason());
        node.put("actor", sanction.getActor());
        node.put("cause", sanction.getCause());
        node.put("active", row.isActive(now));
        node.put("endedAt", row.endedAt() == null ? null : row.endedAt().toString());
        node.put("endedBy", row.endedBy());
        return node;
    }

    static ObjectNode lockdown(Lockdown lockdown) {
        ObjectNode node = Reply.NODES.objectNode();
        node.put("room", lockdown.getRoom());
        node.put("from", lockdown.getFrom().toString());
        node.put("until", lockdown.getUntil().toString());
        node.put("cause", lockdown.getCause());
        node.put("count", lockdown.getCount());
        node.put("actor", lockdown.getActor());
        return node;
    }

    static ObjectNode audit(AuditEvent event) {
        ObjectNode node = Reply.NODES.objectNode();
        node.put("id", event.getId());
        node.put("at", event.getAt().toString());
        node.put("actor", event.getActor());
        node.put("action", event.getAction());
        node.put("target", event.getTarget());
        node.put("outcome", Fields.name(event.getOutcome()));
        node.put("address", event.getAddress());
        ObjectNode detail = node.putObject("detail");
        event.getDetail().forEach(detail::put);
        return node;
    }
}
