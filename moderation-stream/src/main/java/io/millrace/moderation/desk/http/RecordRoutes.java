package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.store.AuditTable;
import io.millrace.moderation.desk.store.ComparisonTable;
import io.millrace.moderation.desk.store.DecisionTable;
import io.millrace.moderation.desk.store.DecisionTable.DecisionFilter;
import io.millrace.moderation.desk.store.Place;
import io.millrace.moderation.desk.store.QueueTable;
import io.millrace.moderation.desk.store.TrialTable;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.moderation.ModerationDecision;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is on record: who asks, the queue, verdicts, rules on trial, the audit.
final class RecordRoutes implements HttpService {

    private static final Duration TRIAL_PERIOD = Duration.ofDays(7);

    private final Api api;
    private final Ledger ledger;
    private final InstantSource clock;

    RecordRoutes(Api api, Ledger ledger, InstantSource clock) {
        this.api = api;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.GET, "/me", Task.READ, RecordRoutes::me);
        api.route(rules, Method.GET, "/queue", Task.READ, this::queue);
        api.route(rules, Method.GET, "/decisions", Task.READ, this::decisions);
        api.route(rules, Method.GET, "/trials", Task.READ, this::trials);
        api.route(rules, Method.GET, "/model/comparison", Task.READ, this::comparison);
        api.route(rules, Method.GET, "/audit", Task.READ, this::audit);
    }

    private static Reply me(Call call) {
        ObjectNode body = Reply.NODES.objectNode();
        body.put("name", call.moderator().name());
        body.put("role", Fields.name(call.moderator().role()));
        ArrayNode tasks = body.putArray("tasks");
        for (Task task : Task.values()) {
            if (call.moderator().role().may(task)) {
                tasks.add(Fields.name(task));
            }
        }
        return Reply.ok(body);
    }

    private Reply queue(Call call) throws SQLException {
        ObjectNode body = Reply.NODES.objectNode();
        ObjectNode kinds = body.putObject("waiting");
        Instant now = clock.instant();
        ledger.read(QueueTable::waiting)
                .forEach((kind, waiting) -> kinds.putObject(kind.name().toLowerCase(Locale.ROOT))
                        .put("count", waiting.count())
                        .put(
                                "oldestSeconds",
                                Math.max(
                                        0,
                                        Duration.between(waiting.oldest(), now).toSeconds())));
        return Reply.ok(body);
    }

    private Reply decisions(Call call) throws SQLException {
        int limit = call.limit();
        Place after = call.after();
        DecisionFilter filter = new DecisionFilter(call.query("user"), call.query("room"), call.query("message"));
        List<ModerationDecision> found =
                ledger.read(connection -> DecisionTable.list(connection, filter, after, limit));
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode decisions = body.putArray("decisions");
        found.forEach(decision -> decisions.add(RecordJson.decision(decision)));
        Pages.next(body, found, limit, decision -> new Place(decision.getDecidedAt(), decision.getMessageId()));
        return Reply.ok(body);
    }

    private Reply trials(Call call) throws SQLException {
        Instant since = call.time("since").orElseGet(() -> clock.instant().minus(TRIAL_PERIOD));
        Optional<String> rule = call.query("rule");
        ObjectNode body = Reply.NODES.objectNode();
        body.put("since", since.toString());
        ArrayNode trials = body.putArray("trials");
        for (TrialTable.Trial trial : ledger.read(connection -> TrialTable.report(connection, rule, since))) {
            trials.addObject()
                    .put("rule", trial.rule())
                    .put("label", trial.label())
                    .put("action", trial.action())
                    .put("verdict", trial.verdict().toLowerCase(Locale.ROOT))
                    .put("messages", trial.messages())
                    .put("removedByPeople", trial.removed())
                    .put("approvedByPeople", trial.approved());
        }
        return Reply.ok(body);
    }

    private Reply comparison(Call call) throws SQLException {
        Instant since = call.time("since").orElseGet(() -> clock.instant().minus(TRIAL_PERIOD));
        ObjectNode body = Reply.NODES.objectNode();
        body.put("since", since.toString());
        ArrayNode labels = body.putArray("comparisons");
        for (ComparisonTable.Comparison comparison :
                ledger.read(connection -> ComparisonTable.report(connection, since))) {
            labels.addObject()
                    .put("model", comparison.model())
                    .put("candidate", comparison.candidate())
                    .put("label", comparison.label())
                    .put("messages", comparison.messages())
                    .put("meanDifference", comparison.difference())
                    .put("disagreements", comparison.disagreements());
        }
        return Reply.ok(body);
    }

    private Reply audit(Call call) throws SQLException {
        int limit = call.limit();
        Place after = call.after();
        List<AuditEvent> found = ledger.read(
                connection -> AuditTable.list(connection, call.query("actor"), call.query("target"), after, limit));
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode events = body.putArray("events");
        found.forEach(event -> events.add(RecordJson.audit(event)));
        Pages.next(body, found, limit, event -> new Place(event.getAt(), event.getId()));
        return Reply.ok(body);
    }
}
