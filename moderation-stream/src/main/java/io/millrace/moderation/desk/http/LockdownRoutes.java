package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.id.RoomId;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.store.LockdownTable;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.desk.work.LockdownOffice;
import io.millrace.schema.moderation.Lockdown;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// `/v1/moderation/lockdowns`.
final class LockdownRoutes implements HttpService {

    /// Where the room stands in the path: `/v1/moderation/lockdowns/{room}`.
    private static final int ROOM = 3;

    private static final int MOST = 1_000;
    private static final long LONGEST = Duration.ofDays(30).toSeconds();

    private final Api api;
    private final LockdownOffice office;
    private final Ledger ledger;

    LockdownRoutes(Api api, LockdownOffice office, Ledger ledger) {
        this.api = api;
        this.office = office;
        this.ledger = ledger;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.GET, "/", Task.READ, this::list);
        api.route(rules, Method.PUT, "/{room:.+}", Task.LOCK, this::lock);
        api.route(rules, Method.DELETE, "/{room:.+}", Task.LOCK, this::open);
    }

    private Reply list(Call call) throws SQLException {
        List<Lockdown> active = ledger.read(connection -> LockdownTable.active(connection, MOST));
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode lockdowns = body.putArray("lockdowns");
        active.forEach(lockdown -> lockdowns.add(RecordJson.lockdown(lockdown)));
        return Reply.ok(body);
    }

    private Reply lock(Call call) throws SQLException {
        RoomId room = Names.room("room", call.nameFrom(ROOM));
        Fields body = call.body("durationSeconds", "reason");
        Duration duration = body.seconds("durationSeconds", 1, LONGEST)
                .orElseThrow(() -> new ProblemException(
                        Problem.field("durationSeconds", "there: a whole number from 1 to " + LONGEST, null)));
        String reason = body.text("reason", Orders.REASON).orElse("");
        return Results.reply(office.lock(room, duration, reason, call.actor()), "lockdown", RecordJson::lockdown);
    }

    private Reply open(Call call) throws SQLException {
        RoomId room = Names.room("room", call.nameFrom(ROOM));
        return Results.reply(
                office.open(room, call.actor()),
                "lockdown",
                open -> Reply.NODES.objectNode().put("room", open.value()));
    }
}
