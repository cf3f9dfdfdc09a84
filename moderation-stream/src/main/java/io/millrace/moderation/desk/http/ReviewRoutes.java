package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.store.Place;
import io.millrace.moderation.desk.store.ReviewFilter;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.desk.work.Result;
import io.millrace.moderation.desk.work.ReviewOffice;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `/v1/moderation/reviews`.
final class ReviewRoutes implements HttpService {

    private static final int BULK = 500;
    private static final Set<ReviewKind> KINDS = EnumSet.complementOf(EnumSet.of(ReviewKind.UNKNOWN));

    private final Api api;
    private final ReviewOffice office;
    private final Ledger ledger;
    private final ReviewJson json;
    private final ReviewDetail detail;
    private final InstantSource clock;

    ReviewRoutes(
            Api api, ReviewOffice office, Ledger ledger, ReviewJson json, ReviewDetail detail, InstantSource clock) {
        this.api = api;
        this.office = office;
        this.ledger = ledger;
        this.json = json;
        this.detail = detail;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.GET, "/", Task.READ, this::list);
        api.route(rules, Method.POST, "/next", Task.REVIEW, this::next);
        api.route(rules, Method.POST, "/bulk", Task.BULK, this::bulk);
        api.route(rules, Method.GET, "/{id}", Task.READ, this::get);
        api.route(rules, Method.POST, "/{id}/claim", Task.REVIEW, this::claim);
        api.route(rules, Method.POST, "/{id}/release", Task.REVIEW, this::release);
        api.route(rules, Method.POST, "/{id}/resolve", Task.REVIEW, this::resolve);
    }

    private Reply list(Call call) throws SQLException {
        ReviewFilter filter = new ReviewFilter(
                call.choice("state", ReviewFilter.State.class, EnumSet.allOf(ReviewFilter.State.class))
                        .orElse(ReviewFilter.State.UNRESOLVED),
                call.choice("kind", ReviewKind.class, KINDS),
                call.query("room"),
                call.query("user"),
                call.time("since"),
                call.time("until"));
        int limit = call.limit();
        Place after = call.after();
        List<Review> reviews = ledger.read(connection -> ReviewTable.list(connection, filter, after, limit));
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode items = body.putArray("reviews");
        reviews.forEach(review -> items.add(json.item(review, clock.instant())));
        Pages.next(
                body,
                reviews,
                limit,
                review -> new Place(review.item().getAt(), review.item().getId()));
        return Reply.ok(body);
    }

    private Reply get(Call call) throws SQLException {
        Optional<Review> review = office.find(call.path("id"));
        return Reply.ok(
                detail.of(review.orElseThrow(() -> new ProblemException(Problem.of(404, "there is no such review")))));
    }

    private Reply claim(Call call) throws SQLException {
        return reply(office.claim(call.path("id"), call.actor()));
    }

    private Reply release(Call call) throws SQLException {
        return reply(office.release(call.path("id"), call.actor()));
    }

    private Reply resolve(Call call) throws SQLException {
        Fields body = call.body("action", "reason", "sanction");
        return reply(office.resolve(call.path("id"), Orders.resolution(body), call.actor()));
    }

    private Reply next(Call call) throws SQLException {
        Fields body = call.body("kind", "room", "user", "after");
        ReviewFilter filter = filter(body);
        Place after = body.text("after", 1_000)
                .map(cursor -> Cursor.read("after", cursor))
                .orElse(null);
        Result<Review> result = office.next(filter, after, call.actor());
        return result instanceof Result.Missing<Review> ? Reply.empty() : reply(result);
    }

    private Reply bulk(Call call) throws SQLException {
        Fields body = call.body("ids", "filter", "limit", "action", "reason", "sanction");
        List<String> ids = body.texts("ids", BULK, Orders.NAME).orElse(List.of());
        Optional<Fields> filter = body.object("filter", Set.of("kind", "room", "user", "since", "until"));
        if (ids.isEmpty() == filter.isEmpty()) {
            throw new ProblemException(Problem.field("ids", "given, or a filter, and not both", null));
        }
        ReviewFilter wanted = filter.map(ReviewRoutes::filter).orElse(ReviewFilter.UNRESOLVED);
        if (filter.isPresent() && wanted.equals(ReviewFilter.UNRESOLVED)) {
            throw new ProblemException(Problem.field("filter", "narrower than everything", null));
        }
        int limit = Math.toIntExact(body.number("limit", 1, BULK).orElse((long) BULK));
        return Results.reply(office.bulk(ids, wanted, limit, Orders.resolution(body), call.actor()), "review", bulk -> {
            ObjectNode node = Reply.NODES.objectNode();
            node.put("matched", bulk.matched());
            node.put("done", bulk.done());
            ObjectNode refused = node.putObject("refused");
            bulk.refused().forEach(refused::put);
            return node;
        });
    }

    private static ReviewFilter filter(Fields fields) {
        return new ReviewFilter(
                ReviewFilter.State.UNRESOLVED,
                fields.choice("kind", ReviewKind.class, KINDS),
                fields.text("room", Orders.NAME),
                fields.text("user", Orders.NAME),
                fields.time("since"),
                fields.time("until"));
    }

    private Reply reply(Result<Review> result) {
        return Results.reply(
                result,
                "review",
                review -> json.item(review, clock.instant())
                        .put(
                                "cursor",
                                Cursor.write(new Place(
                                        review.item().getAt(), review.item().getId()))));
    }
}
