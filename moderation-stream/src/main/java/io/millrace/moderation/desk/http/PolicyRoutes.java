package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.store.DocumentTable;
import io.millrace.moderation.desk.store.DocumentTable.Version;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.desk.work.PolicyAnswer;
import io.millrace.moderation.desk.work.PolicyOffice;
import io.millrace.moderation.desk.work.Result;
import io.millrace.moderation.document.DocumentKey;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `/v1/moderation/policies` and `/v1/moderation/lists`.
final class PolicyRoutes implements HttpService {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSIONS = 50;
    private static final String ROOMS = "policy/room/";

    /// Where the room stands in the path: `/v1/moderation/policies/room/{name}`.
    private static final int ROOM = 4;

    /// The record of a document has to fit into what Kafka takes, 1 MiB, with its note and its author.
    private static final int LONGEST_DOCUMENT = 900 << 10;

    private final Api api;
    private final PolicyOffice office;
    private final Ledger ledger;

    PolicyRoutes(Api api, PolicyOffice office, Ledger ledger) {
        this.api = api;
        this.office = office;
        this.ledger = ledger;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.GET, "/policies", Task.READ, call -> all("policy/"));
        api.route(rules, Method.GET, "/lists", Task.READ, call -> all("list/"));
        document(rules, "/policies/default", "policy/default");
        document(rules, "/policies/namespace/{name}", "policy/namespace/");
        ofRooms(rules);
        document(rules, "/lists/{name}", "list/");
    }

    private void document(HttpRules rules, String path, String key) {
        boolean named = path.endsWith("{name}");
        api.route(rules, Method.GET, path, Task.READ, call -> get(key(call, key, named)));
        api.route(rules, Method.PUT, path, Task.POLICY, call -> put(call, key(call, key, named)));
        api.route(rules, Method.DELETE, path, Task.POLICY, call -> remove(call, key(call, key, named)));
        api.route(rules, Method.GET, path + "/versions", Task.READ, call -> versions(key(call, key, named)));
        api.route(rules, Method.GET, path + "/effective", Task.READ, call -> effective(key(call, key, named)));
    }

    /// Names of rooms may hold slashes, so what is asked for is seen in the path as it was sent.
    private void ofRooms(HttpRules rules) {
        String path = "/policies/room/{name:.+}";
        api.route(rules, Method.GET, path, Task.READ, call -> {
            List<String> parts = call.pathFrom(ROOM);
            String asked = parts.size() == 2 ? parts.getLast() : "";
            return switch (asked) {
                case "versions" -> versions(key(ROOMS + parts.getFirst()));
                case "effective" -> effective(key(ROOMS + parts.getFirst()));
                default -> get(key(ROOMS + call.nameFrom(ROOM)));
            };
        });
        api.route(rules, Method.PUT, path, Task.POLICY, call -> put(call, key(ROOMS + call.nameFrom(ROOM))));
        api.route(rules, Method.DELETE, path, Task.POLICY, call -> remove(call, key(ROOMS + call.nameFrom(ROOM))));
    }

    private static DocumentKey key(Call call, String key, boolean named) {
        return key(named ? key + call.path("name") : key);
    }

    private static DocumentKey key(String text) {
        return DocumentKey.parse(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.field("name", "the name of a room, a namespace or a list", Fields.shown(text))));
    }

    private Reply all(String prefix) throws SQLException {
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode documents = body.putArray("documents");
        for (Version version : ledger.read(DocumentTable::published)) {
            if (version.key().startsWith(prefix)) {
                documents.add(head(version));
            }
        }
        return Reply.ok(body);
    }

    private Reply get(DocumentKey key) throws SQLException {
        Version version = ledger.read(connection -> DocumentTable.newest(connection, key.text()))
                .filter(newest -> newest.document() != null)
                .orElseThrow(PolicyRoutes::missing);
        return new Reply(200, parse(String.valueOf(version.document())), etag(version));
    }

    private Reply versions(DocumentKey key) throws SQLException {
        List<Version> versions = ledger.read(connection -> DocumentTable.versions(connection, key.text(), VERSIONS));
        ObjectNode body = Reply.NODES.objectNode();
        ArrayNode array = body.putArray("versions");
        for (Version version : versions) {
            String document = version.document();
            array.add(head(version)
                    .put("removed", document == null)
                    .set("document", document == null ? Reply.NODES.nullNode() : parse(document)));
        }
        return Reply.ok(body);
    }

    private Reply effective(DocumentKey key) throws SQLException {
        if (!(key instanceof DocumentKey.Level level)) {
            throw missing();
        }
        return Reply.ok(parse(office.effective(level)));
    }

    private Reply put(Call call, DocumentKey key) throws SQLException {
        String document = new String(call.bytes(), StandardCharsets.UTF_8);
        // Not the length of the body: what is no UTF-8 becomes longer.
        int length = document.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_DOCUMENT) {
            throw new ProblemException(new Problem(
                    413,
                    "the document is too large",
                    "body",
                    "at most " + LONGEST_DOCUMENT + " bytes",
                    Integer.toString(length)));
        }
        return reply(office.put(key, document, expected(call), note(call), call.actor()));
    }

    private Reply remove(Call call, DocumentKey key) throws SQLException {
        return reply(office.remove(key, expected(call), note(call), call.actor()));
    }

    private static Reply reply(Result<PolicyAnswer> result) {
        if (!(result instanceof Result.Done<PolicyAnswer>(PolicyAnswer answer, boolean written))) {
            throw missing();
        }
        return switch (answer) {
            case PolicyAnswer.Published(Version version) ->
                new Reply(written ? 200 : 202, head(version), version.document() == null ? null : etag(version));
            case PolicyAnswer.Outdated(long current, boolean given) ->
                throw new ProblemException(new Problem(
                        given ? 412 : 409,
                        current == 0
                                ? "there is no such document any more"
                                : "the document is at version " + current + "; send it as If-Match",
                        "If-Match",
                        current == 0 ? null : etag(current),
                        null));
            case PolicyAnswer.Wrong(var problems) -> {
                ArrayNode errors = Reply.NODES.arrayNode();
                problems.forEach(problem ->
                        errors.addObject().put("pointer", problem.pointer()).put("detail", problem.text()));
                throw new ProblemException(Problem.of(422, "the document cannot be used: " + problems.getFirst())
                        .with(errors));
            }
        };
    }

    private static OptionalLong expected(Call call) {
        Optional<String> header = call.header("If-Match");
        if (header.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(header.get().strip().replace("\"", "")));
        } catch (NumberFormatException _) {
            throw new ProblemException(
                    Problem.field("If-Match", "a version such as \"3\"", Fields.shown(header.get())));
        }
    }

    private static String note(Call call) {
        String note = call.query("note").orElse("");
        if (note.length() > Orders.REASON) {
            throw new ProblemException(
                    Problem.field("note", "at most " + Orders.REASON + " characters", Fields.shown(note)));
        }
        return note;
    }

    private static ObjectNode head(Version version) {
        return Reply.NODES
                .objectNode()
                .put("key", version.key())
                .put("version", version.version())
                .put("author", version.author())
                .put("at", version.at().toString())
                .put("note", version.note());
    }

    private static String etag(Version version) {
        return etag(version.version());
    }

    private static String etag(long version) {
        return "\"" + version + "\"";
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a published document is no JSON", e);
        }
    }

    private static ProblemException missing() {
        return new ProblemException(Problem.of(404, "there is no such document"));
    }
}
