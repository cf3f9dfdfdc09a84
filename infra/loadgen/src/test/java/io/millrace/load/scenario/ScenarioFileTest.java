package io.millrace.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {

    @TempDir
    private Path folder;

    @Test
    void everythingCanBeSaid() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a secret of thirty-two characters\n");

        Scenario scenario = read("""
                name: Evening
                seed: 42
                room-prefix: "chat:evening-"
                edges: [ws://127.0.0.1:8000/connection/websocket, wss://edge.example/connection/websocket]
                encoding: protobuf
                sources: [127.0.0.1, 127.0.0.2]
                connect-rate: 250.5
                edges-per-room: 2
                token-secret-file: %s
                chat:
                  rooms: 20
                  members: 30
                  senders: 10%%
                  rate: 1000
                  payload: 4KiB
                  idle: 7
                phases:
                  ramp: 500ms
                  steady: 2m
                  drain: 1h
                """.formatted(secret));

        assertThat(scenario.name()).isEqualTo("Evening");
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.roomPrefix()).isEqualTo("chat:evening-");
        assertThat(scenario.connection())
                .isEqualTo(new Connection(
                        List.of(
                                URI.create("ws://127.0.0.1:8000/connection/websocket"),
                                URI.create("wss://edge.example/connection/websocket")),
                        Encoding.PROTOBUF,
                        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2")),
                        250.5,
                        2,
                        new Tokens.Signed("a secret of thirty-two characters")));
        assertThat(scenario.phases())
                .isEqualTo(new Phases(Duration.ofMillis(500), Duration.ofMinutes(2), Duration.ofHours(1)));
        assertThat(scenario.workload()).isEqualTo(new Workload.Chat(new Traffic(20, 30, 3, 1_000, 4_096), 7));
        assertThat(scenario.workload().connections()).isEqualTo(607);
        assertThat(scenario.toString()).doesNotContain("thirty-two");
    }

    @Test
    void whatIsNotSaidHasDefaults() {
        Scenario scenario = read("idle: {connections: 3}");

        assertThat(scenario)
                .isEqualTo(new Scenario(
                        "scenario",
                        1,
                        "chat:load-",
                        new Connection(
                                List.of(URI.create("ws://127.0.0.1:8000/connection/websocket")),
                                Encoding.JSON,
                                List.of(),
                                500,
                                Integer.MAX_VALUE,
                                new Tokens.None()),
                        new Phases(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                        new Workload.Idle(3)));
    }

    @Test
    void shippedScenariosAreGoodAndOneOfEachKind() throws IOException {
        Map<String, Workload> shipped = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            for (Path file : files.toList()) {
                Scenario scenario = Scenario.read(file);
                shipped.put(scenario.name(), scenario.workload());
            }
        }

        assertThat(shipped.keySet())
                .containsExactly(
                        "chat",
                        "fan-out",
                        "idle",
                        "presence-churn",
                        "reconnect-storm",
                        "slow-readers",
                        "subscription-churn");
        shipped.forEach((name, workload) -> assertThat(workload.kind()).isEqualTo(name));
    }

    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        assertThat(mistakes("""
                seeed: 4
                edges: [http://here, "ws://127.0.0.1:1/x"]
                encoding: xml
                sources: [localhost]
                room-prefix: "with space"
                connect-rate: 0
                token: abc
                chat:
                  rooms: ten
                  senders: 130%
                  rate: -1
                  payload: 10
                  membrs: 5
                  rate: 7
                phases:
                  steady: 0s
                  drain: soon
                  pause: 1s
                """))
                .containsExactly(
                        "scenario.yaml:1: seeed is not a known key; did you mean seed?",
                        "scenario.yaml:2: edges must be a WebSocket address such as"
                                + " ws://127.0.0.1:8000/connection/websocket, is http://here",
                        "scenario.yaml:3: encoding must be json or protobuf, is xml",
                        "scenario.yaml:4: sources must be IP addresses of this machine, is localhost",
                        "scenario.yaml:5: room-prefix must be 1 to 200 printable ASCII characters without spaces",
                        "scenario.yaml:6: connect-rate must be between 0.1 and 100000, is 0",
                        "scenario.yaml:7: token is a secret: put it into a file and name the file as token-file",
                        "scenario.yaml:8: chat.members is missing",
                        "scenario.yaml:9: chat.rooms must be a number, is ten",
                        "scenario.yaml:10: chat.senders must be above 0% and at most 100%, is 130%",
                        "scenario.yaml:11: chat.rate must be between 0 and 1000000, is -1",
                        "scenario.yaml:12: chat.payload must be between 96 and 1048576 bytes, is 10",
                        "scenario.yaml:13: chat.membrs is not a known key; did you mean members?",
                        "scenario.yaml:14: chat.rate is there twice, first in line 11",
                        "scenario.yaml:16: phases.steady must be between 1s and 86400s, is 0s",
                        "scenario.yaml:17: phases.drain must be a duration such as 250ms, 10s, 5m or 1h, is soon",
                        "scenario.yaml:18: phases.pause is not a known key; known are drain, ramp, steady");
    }

    @Test
    void aKindIsNeededAndOnlyOne() {
        assertThat(mistakes("seed: 1"))
                .containsExactly(
                        "scenario.yaml:1: no kind of scenario is given: add one section of idle, chat, fan-out,"
                                + " reconnect-storm, slow-readers, subscription-churn, presence-churn");
        assertThat(mistakes("""
                idle: {connections: 1}
                chat: {rooms: 1, members: 1}
                """))
                .containsExactly("scenario.yaml:2: chat cannot be together with idle: a scenario is of one kind");
        assertThat(mistakes("chta: {rooms: 1, members: 1}"))
                .contains("scenario.yaml:1: chta is not a known key; did you mean chat?");
    }

    @Test
    void valuesThatContradictEachOtherAreMistakes() {
        assertThat(mistakes("chat: {rooms: 100000, members: 100000}"))
                .containsExactly("scenario.yaml:1: chat must not have more than 1000000 connections, has 10000000000");
        assertThat(mistakes("""
                reconnect-storm: {rooms: 1, members: 1, after: 5s, times: 3, every: 10s}
                phases: {steady: 20s}
                """))
                .containsExactly("scenario.yaml:1: reconnect-storm.times must end within phases.steady (20s), but the"
                        + " last cut would be after 25s");
        assertThat(mistakes("slow-readers: {rooms: 1, members: 10, slow: 100%}"))
                .containsExactly("scenario.yaml:1: slow-readers.slow must leave members who are not slow, is 100%");
        assertThat(mistakes("""
                token-file: /nowhere/token
                token-secret-file: /nowhere/secret
                idle: {connections: 1}
                """))
                .containsExactly(
                        "scenario.yaml:1: token-file names a file that cannot be read: /nowhere/token",
                        "scenario.yaml:2: token-secret-file names a file that cannot be read: /nowhere/secret",
                        "scenario.yaml:2: token-secret-file cannot be together with token-file: choose one");
    }

    @Test
    void valuesOfTheWrongShapeAreMistakes() {
        assertThat(mistakes("chat: [1, 2]")).contains("scenario.yaml:1: chat must be a map of keys and values");
        assertThat(mistakes("- chat")).contains("scenario.yaml:1: the file must be a map of keys and values");
        assertThat(mistakes("chat: {rooms: [1], members: 99999999999999999999, payload: 99999999999MiB}"))
                .containsExactly(
                        "scenario.yaml:1: chat.rooms must be a single value, not a map or a list",
                        "scenario.yaml:1: chat.members must be a number, is 99999999999999999999",
                        "scenario.yaml:1: chat.payload must be between 96 and 1048576 bytes, is 99999999999MiB");
        assertThat(mistakes("idle: {connections: }")).isNotEmpty();
    }

    @Test
    void whatIsNotYamlIsSaidWithItsLine() {
        assertThat(mistakes("idle:\n  connections: [1\nseed: 2\n"))
                .singleElement()
                .asString()
                .startsWith("scenario.yaml:3: is not YAML: ");
        assertThat(mistakes("")).containsExactly("scenario.yaml: is empty");
        assertThatThrownBy(() -> Scenario.read(folder.resolve("missing.yaml")))
                .hasMessage(folder.resolve("missing.yaml") + ": cannot be read: there is no such file");
        assertThatThrownBy(() -> Scenario.read(folder)).hasMessage(folder + ": cannot be read");
    }

    private List<String> mistakes(String text) {
        ScenarioException refused = catchThrowableOfType(ScenarioException.class, () -> read(text));
        assertThat(refused).as("refusal of:%n%s", text).isNotNull();
        return refused.mistakes();
    }

    private Scenario read(String text) {
        try {
            return Scenario.read(Files.writeString(folder.resolve("scenario.yaml"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
