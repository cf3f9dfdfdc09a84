package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.id.RoomId;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.work.PolicyOffice;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Rule;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// `/v1/moderation/check`: what would become of a text, by its content alone. Nothing is kept of it.
final class CheckRoutes implements HttpService {

    private static final int TEXT = 32 << 10;

    private final Api api;
    private final PolicyOffice office;

    CheckRoutes(Api api, PolicyOffice office) {
        this.api = api;
        this.office = office;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.POST, "/", Task.READ, this::check);
    }

    private Reply check(Call call) throws SQLException {
        Fields body = call.body("text", "room");
        String text = body.required("text", TEXT);
        RoomId room = Names.room("room", body.required("room", Orders.NAME));
        Policy policy = office.policy(room);
        Verdict verdict = policy.judge(candidate(text, policy), List.of());
        ObjectNode node = Reply.NODES.objectNode();
        node.put("policyVersion", policy.version());
        node.put("verdict", name(verdict));
        if (verdict instanceof Verdict.Bounce bounce) {
            node.put("errorCode", bounce.code());
            node.put("error", bounce.reason());
        }
        ArrayNode hits = node.putArray("hits");
        Candidate candidate = candidate(text, policy);
        // All rules are asked, also those behind one that refuses.
        for (Rule rule : policy.content()) {
            rule.judge(candidate).forEach(hit -> hits.add(hit(hit)));
        }
        return Reply.ok(node);
    }

    /// The text as a payload that is one JSON string, so that places count as in a message.
    private static Candidate candidate(String text, Policy policy) {
        byte[] payload = Reply.NODES.textNode(text).toString().getBytes(StandardCharsets.UTF_8);
        return new Candidate(
                ByteBuffer.wrap(payload), PayloadFormat.JSON, policy.limits().text());
    }

    private static ObjectNode hit(Hit hit) {
        ObjectNode node = Reply.NODES.objectNode();
        node.put("rule", hit.rule().label());
        node.put("label", hit.label());
        node.put("score", hit.score());
        node.put("spanStart", hit.span() == null ? null : (Integer) hit.span().start());
        node.put("spanEnd", hit.span() == null ? null : (Integer) hit.span().end());
        node.put("action", Fields.name(hit.severity()));
        node.put("trial", hit.trial());
        return node;
    }

    private static String name(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> "allow";
            case Verdict.Mask _ -> "mask";
            case Verdict.Hold _ -> "hold";
            case Verdict.Shadow _ -> "shadow";
            case Verdict.Drop _ -> "drop";
            case Verdict.Bounce _ -> "bounce";
        };
    }
}
