package io.millrace.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the edge answers to right and wrong commands (protocol sections 2 to 6 and 9), the same through every
/// door. No room is asked.
@Timeout(60)
class WireRequestsIT {

    private static final String ASK = "{\"id\":%d,\"presence\":{\"channel\":\"nowhere:x\"}}";
    private static final String LONG = "chat:" + "x".repeat(251);

    private static WireEdge edge;

    @BeforeAll
    static void launch() {
        edge = WireEdge.launch(Map.of());
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    /// Commands that end the connection, with the code.
    private static final Map<String, String> FATAL = Map.ofEntries(
            Map.entry("{\"id\":1,\"connect\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"subscribe\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"subscribe\":{\"channel\":\"chat:x\",\"delta\":\"xor\"}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"unsubscribe\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"publish\":{\"data\":1}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"presence\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"presence_stats\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"history\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"refresh\":{}}", "3501 bad request"),
            Map.entry("{\"id\":2,\"refresh\":{\"token\":\"a.b.c\"}}", "3501 bad request"),
            Map.entry("{\"send\":{\"data\":1}}", "3508 not available"),
            // A pong that no ping has asked for.
            Map.entry("{}", "3501 bad request"));

    /// Messages that no library sends, by encoding: JSON text, and Protobuf in hexadecimal digits.
    private static final List<List<String>> MALFORMED = List.of(
            List.of("empty", "", ""),
            List.of("cut", "{\"id\":2,\"rpc\":{", "06 08 02"),
            List.of("unknown command", "{\"id\":2,\"dance\":{}}", "04 08 02 fa 01 00"),
            List.of("only a ping", "{\"id\":2,\"ping\":{}}", "04 08 02 5a 00"),
            List.of("no command", "{\"id\":2}", "02 08 02"),
            List.of("no id", "{\"rpc\":{\"method\":\"x\"}}", "05 6a 03 12 01 78"),
            List.of("id 0", "{\"id\":0,\"rpc\":{\"method\":\"x\"}}", "07 08 00 6a 03 12 01 78"),
            List.of("number out of range", "{\"id\":-1,\"rpc\":{}}", "ff ff ff ff 7f 08 02"));

    /// Commands that are refused with an error, while the connection stays.
    private static final Map<String, Integer> REFUSED = Map.of(
            "{\"id\":2,\"subscribe\":{\"channel\":\"nowhere:x\"}}",
            102,
            "{\"id\":2,\"subscribe\":{\"channel\":\"$chat:x\"}}",
            103,
            "{\"id\":2,\"subscribe\":{\"channel\":\"" + LONG + "\"}}",
            107,
            "{\"id\":2,\"subscribe\":{\"channel\":\"chat:x\",\"type\":1}}",
            108,
            "{\"id\":2,\"publish\":{\"channel\":\"chat:x\"}}",
            107,
            "{\"id\":2,\"presence\":{\"channel\":\"chat:x\"}}",
            108,
            "{\"id\":2,\"history\":{\"channel\":\"chat:x\",\"limit\":1,\"reverse\":true,\"since\":{\"epoch\":\"e\"}}}",
            107,
            "{\"id\":2,\"rpc\":{\"method\":\"nothing\"}}",
            104,
            "{\"id\":2,\"sub_refresh\":{\"channel\":\"chat:x\",\"token\":\"a.b.c\"}}",
            103);

    static Stream<Arguments> fatal() {
        return Arrays.stream(Door.values())
                .flatMap(door ->
                        FATAL.entrySet().stream().map(entry -> Arguments.of(door, entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void commandThatCannotBeEndsTheConnection(Door door, String command, String end) {
        try (WireClient client = edge.connected(door)) {
            client.send(command);

            assertThat(client.end()).isEqualTo(end);
        }
    }

    static Stream<Arguments> malformed() {
        return Arrays.stream(Door.values())
                .flatMap(door -> MALFORMED.stream()
                        .map(row -> Arguments.of(door, row.get(0), row.get(door.isBinary() ? 2 : 1))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("malformed")
    void messageThatCannotBeReadEndsTheConnection(Door door, String name, String message) {
        byte[] bytes = door.isBinary()
                ? HexFormat.of().parseHex(message.replace(" ", ""))
                : message.getBytes(StandardCharsets.UTF_8);
        try (WireClient client = edge.connected(door)) {
            client.sendMessage(bytes);

            assertThat(client.end()).isEqualTo("3501 bad request");
        }
    }

    static Stream<Arguments> refused() {
        return Arrays.stream(Door.values())
                .flatMap(door ->
                        REFUSED.entrySet().stream().map(entry -> Arguments.of(door, entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusalIsAnErrorAndTheConnectionStays(Door door, String command, int code) {
        try (WireClient client = edge.connected(door)) {
            JsonNode refusal = client.ask(command);

            assertThat(refusal.get("id").asInt()).isEqualTo(2);
            assertThat(refusal.at("/error/code").asInt()).isEqualTo(code);
            assertThat(client.ask(ASK.formatted(3)).get("id").asInt()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsOfOneMessageAreAnsweredInTheirOrder(Door door) {
        try (WireClient client = edge.open(
                door,
                "{\"id\":1,\"connect\":{}}",
                ASK.formatted(2),
                "{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:x\"}}",
                ASK.formatted(4))) {
            assertThat(client.next().has("connect")).isTrue();
            assertThat(client.next().at("/error/code").asInt()).isEqualTo(102);
            JsonNode unsubscribed = client.next();
            assertThat(unsubscribed.get("id").asInt()).isEqualTo(3);
            assertThat(unsubscribed.has("unsubscribe"))
                    .as("also of what is not subscribed")
                    .isTrue();
            assertThat(client.next().get("id").asInt()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatedIdIsAnsweredAsOftenAsItComes(Door door) {
        try (WireClient client = edge.connected(door)) {
            client.send(ASK.formatted(7), ASK.formatted(7));
            client.send(ASK.formatted(7));

            for (int i = 0; i < 3; i++) {
                assertThat(client.next().get("id").asInt()).isEqualTo(7);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingButConnectComesFirst(Door door) {
        try (WireClient client = edge.open(door, ASK.formatted(1), "{\"id\":2,\"connect\":{}}")) {
            assertThat(client.end()).isEqualTo("3501 bad request");
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsBehindARefusedConnectAreLeftAlone(Door door) {
        String expired = WireEdge.token("ada", -60);

        try (WireClient client = edge.open(door, WireEdge.connect(expired), ASK.formatted(2))) {
            JsonNode refusal = client.next();
            assertThat(refusal.get("id").asInt()).isEqualTo(1);
            assertThat(refusal.at("/error/code").asInt()).isEqualTo(109);

            // A stream that never connected has no address for another message.
            if (door.isSocket()) {
                client.send(ASK.formatted(3));
                assertThat(client.end()).isEqualTo("3501 bad request");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgedTokenEndsTheConnection(Door door) {
        try (WireClient client = edge.open(door, WireEdge.connect("a.b.c"))) {
            assertThat(client.end()).isEqualTo("3500 invalid token");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SOCKET_JSON", "SOCKET_PROTOBUF"})
    void messageOfTheOtherKindEndsTheConnection(Door door) throws Exception {
        try (WireSocket client = new WireSocket(edge.port(), door, "")) {
            int other = door.isBinary() ? WireSocket.TEXT : WireSocket.BINARY;
            client.writeFrame(WireSocket.FIN | other, "{}".getBytes(StandardCharsets.UTF_8));

            assertThat(client.end()).isEqualTo("3506 inappropriate protocol");
        }
    }
}
