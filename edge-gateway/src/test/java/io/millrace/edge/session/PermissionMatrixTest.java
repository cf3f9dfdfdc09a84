package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.ticket;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Command;
import io.millrace.runtime.namespace.Audience;
import io.millrace.testkit.Await;
import io.millrace.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may do what under which options. Each cell of the table is a test; a command or an audience without a
/// row fails.
///
/// A cell is `ok`, the code of an error, or the code with which the connection ends. Options are those of the
/// namespace, or of the edge when they begin with `edge.`; what is not said is open to anyone. An operation may
/// go on after a `/` with the kind of channel.
@Timeout(60)
class PermissionMatrixTest {

    /// Who asks. A holder has a subscription token and uses it to subscribe; a subscriber has subscribed with
    /// one.
    enum Who {
        ANONYMOUS,
        USER,
        SUBSCRIBER,
        HOLDER
    }

    private static final String TABLE = """
            # operation            options                                 anonymous user subscriber holder
            connect              | edge.auth.anonymous=false             | 3501 | ok   | 3501 | ok
            connect              | edge.auth.anonymous=true              | ok   | ok   | 3501 | ok
            connect              | edge.auth.anonymous=false edge.auth.insecure=true | ok | ok | 3501 | ok
            subscribe            | subscribe=nobody                      | 103  | 103  | 105  | ok
            subscribe            | subscribe=subscriber                  | 103  | 103  | 105  | ok
            subscribe            | subscribe=user                        | 103  | ok   | 105  | ok
            subscribe            | subscribe=anyone                      | ok   | ok   | 105  | ok
            subscribe            | subscribe=nobody edge.auth.insecure=true | ok | ok  | 105  | ok
            subscribe/private    | subscribe=anyone                      | 103  | 103  | 105  | ok
            subscribe/private    | subscribe=anyone edge.auth.insecure=true | 103 | 103 | 105 | ok
            subscribe/own        | subscribe=nobody user-limited=true    | 103  | ok   | 105  | ok
            subscribe/own        | subscribe=nobody user-limited=false   | 103  | 103  | 105  | ok
            subscribe/others     | subscribe=anyone user-limited=true    | 103  | 103  | 105  | ok
            subscribe/others     | subscribe=anyone user-limited=false   | ok   | ok   | 105  | ok
            subscribe/others     | subscribe=nobody user-limited=true edge.auth.insecure=true | ok | ok | 105 | ok
            unsubscribe          | subscribe=nobody                      | ok   | ok   | ok   | ok
            publish              | publish=nobody                        | 103  | 103  | 103  | 103
            publish              | publish=subscriber                    | 103  | 103  | ok   | 103
            publish              | publish=user                          | 103  | ok   | ok   | ok
            publish              | publish=anyone                        | ok   | ok   | ok   | ok
            publish              | publish=nobody edge.auth.insecure=true | ok  | ok   | ok   | ok
            publish/private      | publish=subscriber                    | 103  | 103  | ok   | 103
            rpc                  | publish=nobody                        | 103  | 103  | 103  | 103
            rpc                  | publish=subscriber                    | 103  | 103  | ok   | 103
            rpc                  | publish=user                          | 103  | ok   | ok   | ok
            rpc                  | publish=anyone                        | ok   | ok   | ok   | ok
            rpc                  | publish=nobody edge.auth.insecure=true | ok  | ok   | ok   | ok
            rpc                  | edge.sessions.rpc-publish=false       | 108  | 108  | 108  | 108
            presence             | read-presence=nobody                  | 103  | 103  | 103  | 103
            presence             | read-presence=subscriber              | 103  | 103  | ok   | 103
            presence             | read-presence=user                    | 103  | ok   | ok   | ok
            presence             | read-presence=anyone                  | ok   | ok   | ok   | ok
            presence             | read-presence=nobody edge.auth.insecure=true | ok | ok | ok | ok
            presence             | presence=false                        | 108  | 108  | 108  | 108
            presence             | presence=false edge.auth.insecure=true | 108 | 108  | 108  | 108
            presence-stats       | read-presence=nobody                  | 103  | 103  | 103  | 103
            presence-stats       | read-presence=subscriber              | 103  | 103  | ok   | 103
            presence-stats       | read-presence=user                    | 103  | ok   | ok   | ok
            presence-stats       | read-presence=anyone                  | ok   | ok   | ok   | ok
            presence-stats       | presence=false                        | 108  | 108  | 108  | 108
            history              | read-history=nobody                   | 103  | 103  | 103  | 103
            history              | read-history=subscriber               | 103  | 103  | ok   | 103
            history              | read-history=user                     | 103  | ok   | ok   | ok
            history              | read-history=anyone                   | ok   | ok   | ok   | ok
            history              | read-history=nobody edge.auth.insecure=true | ok | ok | ok | ok
            history              | history-size=0                        | 108  | 108  | 108  | 108
            refresh              | subscribe=anyone                      | 3501 | 3501 | 3501 | 3501
            sub-refresh          | subscribe=anyone                      | 103  | 103  | ok   | 103
            send                 | subscribe=anyone                      | 3508 | 3508 | 3508 | 3508
            pong                 | subscribe=anyone                      | 3501 | 3501 | 3501 | 3501
            """;

    private static final String USER = "alice";
    private static final Pattern ERROR = Pattern.compile("\"error\":\\{\"code\":(\\d+)");

    /// Options of a namespace that name an audience, and the operations that each of their values needs a row
    /// for.
    private static final Map<String, Set<String>> AUDIENCES = Map.of(
            "subscribe", Set.of("subscribe"),
            "publish", Set.of("publish", "rpc"),
            "read-presence", Set.of("presence", "presence-stats"),
            "read-history", Set.of("history"));

    record Row(String operation, String options, Map<Who, String> cells) {

        static Row parse(String line) {
            String[] parts = line.strip().split("\\s*\\|\\s*", -1);
            Map<Who, String> cells = new EnumMap<>(Who.class);
            int column = 2;
            for (Who who : Who.values()) {
                cells.put(who, parts[column++]);
            }
            return new Row(parts[0], parts[1], cells);
        }

        String command() {
            return operation.replaceAll("/.*", "");
        }

        String channel() {
            return switch (operation.substring(command().length())) {
                case "/private" -> "$matrix:room";
                case "/own" -> "matrix:room#bob,alice";
                case "/others" -> "matrix:room#bob,carol";
                default -> "matrix:room";
            };
        }

        List<String> optionList() {
            return List.of(options.split(" ", -1));
        }

        boolean hasOption(String option) {
            return optionList().contains(option);
        }
    }

    private static List<Row> rows() {
        return TABLE.lines()
                .filter(line -> !line.startsWith("#"))
                .map(Row::parse)
                .toList();
    }

    static Stream<Arguments> cells() {
        return rows().stream()
                .flatMap(row ->
                        row.cells().entrySet().stream().map(cell -> Arguments.of(row, cell.getKey(), cell.getValue())));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cellHolds(Row row, Who who, String expected) {
        Map<String, String> edgeOptions = new HashMap<>();
        Map<String, Object> namespaceOptions = new HashMap<>();
        for (String option : row.optionList()) {
            String[] pair = option.split("=", 2);
            if (pair[0].startsWith("edge.")) {
                edgeOptions.put(pair[0], pair[1]);
            } else {
                namespaceOptions.put(pair[0], pair[1]);
            }
        }
        try (EdgeRun edge = EdgeRun.with(edgeOptions, "matrix", namespaceOptions)) {
            TestClient client = client(edge, row, who);

            client.send(command(row, who));

            assertThat(outcome(edge, client)).isEqualTo(expected);
        }
    }

    @Test
    void everyCommandHasARow() {
        List<String> known = rows().stream().map(Row::command).toList();

        assertThat(known)
                .containsAll(Arrays.stream(Command.class.getPermittedSubclasses())
                        .map(type -> kebab(type.getSimpleName()))
                        .toList());
    }

    @Test
    void everyAudienceOfEveryOptionHasARow() {
        List<String> missing = new ArrayList<>();
        AUDIENCES.forEach((option, operations) -> {
            for (String operation : operations) {
                for (Audience audience : Audience.values()) {
                    String wanted = option + "=" + audience.name().toLowerCase(Locale.ROOT);
                    if (rows().stream().noneMatch(row -> row.operation().equals(operation) && row.hasOption(wanted))) {
                        missing.add(operation + " | " + wanted);
                    }
                }
            }
        });

        assertThat(missing).isEmpty();
    }

    private static TestClient client(EdgeRun edge, Row row, Who who) {
        boolean connects = row.command().equals("connect");
        if (connects && who != Who.SUBSCRIBER) {
            return edge.open();
        }
        if (who == Who.ANONYMOUS) {
            return edge.connected();
        }
        TestClient client = edge.connected(USER);
        if (who == Who.SUBSCRIBER) {
            assertThat(client.ask(EdgeRun.subscribe(2, row.channel(), ticket(USER, row.channel()))))
                    .contains("\"subscribe\":");
        }
        return client;
    }

    private static String command(Row row, Who who) {
        String channel = "{\"channel\":\"" + row.channel() + "\"}";
        String publication = "{\"channel\":\"" + row.channel() + "\",\"data\":{}}";
        return switch (row.command()) {
            case "connect" -> who == Who.ANONYMOUS ? "{\"id\":9,\"connect\":{}}" : connect(9, userToken());
            case "subscribe" ->
                who == Who.HOLDER
                        ? EdgeRun.subscribe(9, row.channel(), ticket(USER, row.channel()))
                        : EdgeRun.subscribe(9, row.channel());
            case "unsubscribe" -> "{\"id\":9,\"unsubscribe\":" + channel + "}";
            case "publish" -> "{\"id\":9,\"publish\":" + publication + "}";
            case "rpc" -> "{\"id\":9,\"rpc\":{\"method\":\"publish\",\"data\":" + publication + "}}";
            case "presence" -> "{\"id\":9,\"presence\":" + channel + "}";
            case "presence-stats" -> "{\"id\":9,\"presence_stats\":" + channel + "}";
            case "history" -> "{\"id\":9,\"history\":" + channel + "}";
            case "refresh" -> "{\"id\":9,\"refresh\":{\"token\":\"" + userToken() + "\"}}";
            case "sub-refresh" ->
                "{\"id\":9,\"sub_refresh\":{\"channel\":\"" + row.channel() + "\",\"token\":\""
                        + ticket(USER, row.channel()) + "\"}}";
            case "send" -> "{\"send\":{\"data\":{}}}";
            case "pong" -> "{}";
            default -> throw new AssertionError("no such operation: " + row.operation());
        };
    }

    /// The answer, or the end of the connection; a publication is accepted as soon as it comes out.
    private static String outcome(EdgeRun edge, TestClient client) {
        return Await.value(
                () -> {
                    for (String reply : client.rest()) {
                        Matcher error = ERROR.matcher(reply);
                        return error.find() ? error.group(1) : "ok";
                    }
                    if (!edge.sink.to(Topics.MESSAGES_SUBMITTED).isEmpty()) {
                        edge.accept(1, 4);
                        client.next();
                        return "ok";
                    }
                    return client.socket.closeCode() == 0 ? "" : Integer.toString(client.socket.closeCode());
                },
                outcome -> !outcome.isEmpty(),
                Await.DEADLINE,
                "an outcome");
    }

    private static String userToken() {
        return token(claims -> claims.subject(USER));
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
