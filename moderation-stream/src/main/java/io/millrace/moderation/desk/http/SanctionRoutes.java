package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.store.Place;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.moderation.desk.store.SanctionTable.SanctionRow;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.desk.work.Result;
import io.millrace.moderation.desk.work.SanctionOffice;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/// `/v1/moderation/sanctions`.
final class SanctionRoutes implements HttpService {

    private final Api api;
    private final SanctionOffice office;
    private final Ledger ledger;
    private final InstantSource clock;

    SanctionRoutes(Api api, SanctionOffice office, Ledger ledger, InstantSource clock) {
        this.api = api;
        this.office = office;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.GET, "/", Task.READ, this::list);
        // What a kind takes is decided with the order.
        api.route(rules, Method.POST, "/", Task.TIMEOUT, this::give);
        api.route(rules, Method.DELETE, "/{id}", Task.TIMEOUT, this::end);
    }

    private Reply list(Call call) throws SQLException {
        int limit = call.limit();
        Place after = call.after();
        boolean active = call.flag("active");
        List<SanctionRow> rows =
                ledger.read(connection -> SanctionTable.list(connection, call.query("user"), active, after, limit));
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode sanctions = body.putArray("sanctions");
        rows.forEach(row -> sanctions.add(RecordJson.sanction(row, clock.instant())));
        Pages.next(
                body,
                rows,
                limit,
                row -> new Place(row.sanction().getFrom(), row.sanction().getId()));
        return Reply.ok(body);
    }

    private Reply give(Call call) throws SQLException {
        Fields body = call.body("user", "kind", "room", "durationSeconds", "intervalSeconds", "reason", "messageId");
        String cause = body.text("messageId", Orders.NAME).orElse(null);
        String user = body.required("user", Orders.NAME);
        return reply(office.give(user, Orders.sanction(body, ""), cause, call.actor()));
    }

    private Reply end(Call call) throws SQLException {
        return reply(office.end(call.path("id"), call.actor()));
    }

    private Reply reply(Result<SanctionRow> result) {
        return Results.reply(result, "sanction", row -> RecordJson.sanction(row, clock.instant()));
    }
}
