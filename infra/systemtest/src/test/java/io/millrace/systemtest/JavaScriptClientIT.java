package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The npm package `centrifuge` against a running system, in both encodings.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"json", "protobuf"})
@ExtendWith(SharedStack.class)
class JavaScriptClientIT {

    private final String format;

    JavaScriptClientIT(String format) {
        this.format = format;
    }

    @BeforeAll
    static void install() {
        NodeScripts.prepare();
    }

    @Test
    void publicationsComeBackToTheirSenderWithOffsetAndSender(RunningStack stack) {
        JsonNode seen = run(stack, "conversation", Map.of());

        assertThat(seen.at("/subscribed/0/recoverable").asBoolean()).isTrue();
        assertThat(seen.at("/subscribed/0/positioned").asBoolean()).isTrue();
        assertThat(seen.at("/subscribed/0/epoch").asText()).isNotEmpty();
        assertThat(offsets(seen.get("publications"))).containsExactly(1L, 2L);
        assertThat(seen.at("/publications/0/data").toString())
                .isEqualTo("{\"text\":\"first\",\"number\":1.5,\"nested\":[null,\"ü\"]}");
        assertThat(seen.at("/publications/0/client").asText())
                .isEqualTo(seen.get("id").asText())
                .isNotEmpty();
        assertThat(seen.at("/unsubscribed/0/code").asInt()).isZero();
    }

    @Test
    void twoEdgesDeliverTheSameSequence(RunningStack stack) {
        int count = 40;

        JsonNode seen = run(stack, "twoEdges", Map.of("count", count));

        assertThat(seen.get(0)).isEqualTo(seen.get(1));
        assertThat(offsets(seen.get(0))).isEqualTo(range(1, 2 * count));
        for (int sender = 0; sender < 2; sender++) {
            int wanted = sender;
            assertThat(stream(seen.get(0))
                            .filter(publication ->
                                    publication.at("/data/sender").asInt() == wanted)
                            .map(publication -> publication.at("/data/number").asInt()))
                    .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        }
    }

    @Test
    void historyIsReadInBothDirections(RunningStack stack) {
        JsonNode seen = run(stack, "history", Map.of());

        assertThat(seen.at("/top/offset").asInt()).isEqualTo(10);
        assertThat(numbers(seen.at("/top"))).isEmpty();
        assertThat(numbers(seen.at("/all"))).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(numbers(seen.at("/newest"))).isEqualTo(List.of(9, 8, 7));
        assertThat(numbers(seen.at("/after"))).isEqualTo(List.of(4, 5, 6));
        assertThat(numbers(seen.at("/before"))).isEqualTo(List.of(2, 1, 0));
        assertThat(seen.at("/otherEpoch/code").asInt()).isEqualTo(112);
    }

    @Test
    void presenceKnowsTheClientsOfBothEdges(RunningStack stack) {
        JsonNode seen = run(stack, "presence", Map.of("secret", RunningStack.TOKEN_SECRET));

        String one = seen.at("/ids/0").asText();
        String two = seen.at("/ids/1").asText();
        for (JsonNode view : seen.get("both")) {
            assertThat(view.get("present").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder(one, two);
            assertThat(view.at("/present/" + two + "/user").asText()).isEqualTo("ada");
            assertThat(view.at("/stats/numClients").asInt()).isEqualTo(2);
            assertThat(view.at("/stats/numUsers").asInt()).isEqualTo(2);
        }
        assertThat(stream(seen.get("events"))
                        .filter(event -> event.get("client").asText().equals(two))
                        .map(event -> event.get("kind").asText()))
                .containsExactly("join", "leave");
        assertThat(seen.get("after").properties()).extracting(Map.Entry::getKey).containsExactly(one);
    }

    @Test
    void cutClientRecoversWhatItMissed(RunningStack stack) {
        JsonNode seen = run(stack, "recovery", Map.of("missed", 20, "move", false));

        assertRecovered(seen, 26);
    }

    @Test
    void cutClientRecoversOnAnotherEdge(RunningStack stack) {
        JsonNode seen = run(stack, "recovery", Map.of("missed", 20, "move", true));

        assertRecovered(seen, 26);
    }

    @Test
    void cutClientThatMissedNothingIsRecovered(RunningStack stack) {
        JsonNode seen = run(stack, "recovery", Map.of("missed", 0, "move", false));

        assertRecovered(seen, 6);
    }

    @Test
    void unknownPositionIsNotRecovered(RunningStack stack) {
        JsonNode seen = run(stack, "lostPosition", Map.of());

        assertThat(seen.at("/subscribed/0/wasRecovering").asBoolean()).isTrue();
        assertThat(seen.at("/subscribed/0/recovered").asBoolean()).isFalse();
        assertThat(offsets(seen.get("publications"))).containsExactly(2L);
    }

    @Test
    void sameKeyIsTheSamePublicationOnEveryEdge(RunningStack stack) {
        JsonNode seen = run(stack, "sameKeyTwice", Map.of("secret", RunningStack.TOKEN_SECRET));

        JsonNode answers = seen.get("answers");
        assertThat(offsets(answers)).containsExactly(1L, 1L, 1L, 2L, 3L);
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
        assertThat(answers.at("/0/epoch").asText()).isNotEmpty();
        assertThat(stream(seen.get("publications"))
                        .map(publication -> publication.at("/data/text").asText()))
                .containsExactly("once", "twice", "without");
    }

    @Test
    void badCommandsGetTheirCodesAndTheConnectionStays(RunningStack stack) {
        JsonNode seen = run(stack, "refusals", Map.of());

        assertThat(seen.at("/unknownRoom/code").asInt()).isEqualTo(102);
        assertThat(seen.at("/forbiddenRoom/code").asInt()).isEqualTo(103);
        assertThat(seen.at("/unknownPublish/code").asInt()).isEqualTo(102);
        assertThat(seen.at("/forbiddenPublish/code").asInt()).isEqualTo(103);
        assertThat(seen.at("/empty/code").asInt()).isEqualTo(107);
        assertThat(seen.at("/tooLarge/code").asInt()).isEqualTo(107);
        assertThat(seen.at("/tooLarge/message").asText()).contains("32768");
        assertThat(seen.at("/unknownMethod/code").asInt()).isEqualTo(104);
        assertThat(seen.at("/guessableKey/code").asInt())
                .as("a key that another anonymous user may choose too")
                .isEqualTo(107);
        assertThat(seen.at("/rpcWithoutRoom/code").asInt()).isEqualTo(107);
        assertThat(seen.at("/rpcTooLarge/code").asInt()).isEqualTo(107);
        assertThat(seen.get("states")).extracting(JsonNode::asText).containsOnlyOnce("connected");
        assertThat(seen.at("/stillThere/succeeded").isMissingNode()).isFalse();
    }

    @Test
    void messageLargerThanTheConnectionTakesEndsOnlyThatConnection(RunningStack stack) {
        JsonNode seen = run(stack, "oversize", Map.of());

        assertThat(seen.at("/answer/code").isMissingNode()).isFalse();
        // Code 3 of the library: message size limit, from close code 1009.
        assertThat(seen.at("/end/state").asText()).isEqualTo("disconnected");
        assertThat(seen.at("/end/code").asInt()).isEqualTo(3);
        assertThat(seen.get("others")).extracting(JsonNode::asText).doesNotContain("disconnected");
    }

    @Test
    void floodIsThrottledAndNothingAcceptedIsLost(RunningStack stack) {
        JsonNode seen = run(stack, "flood", Map.of("count", 160));

        int accepted = seen.get("accepted").asInt();
        assertThat(accepted).isBetween(100, 159);
        assertThat(seen.get("codes")).extracting(JsonNode::asInt).containsExactly(111);
        assertThat(offsets(seen.get("offsets"))).isEqualTo(range(1, accepted));
        assertThat(seen.get("sameConnection").asBoolean()).isTrue();
    }

    @Test
    void tokensDecideWhoOneIs(RunningStack stack) {
        JsonNode seen = run(stack, "tokens", Map.of("secret", RunningStack.TOKEN_SECRET));

        assertThat(seen.get("user").asText()).isEqualTo("ada");
        assertThat(seen.get("signal").asInt()).isEqualTo(1);
        // The library gives up by itself on an expired token that it cannot renew: its code 1, unauthorized.
        assertThat(seen.at("/expired/state").asText()).isEqualTo("disconnected");
        assertThat(seen.at("/expired/code").asInt()).isEqualTo(1);
        assertThat(seen.at("/wrongSecret/code").asInt()).isEqualTo(3500);
        assertThat(seen.at("/garbage/code").asInt()).isEqualTo(3500);
        assertThat(seen.at("/unsigned/code").asInt()).isEqualTo(3500);
        assertThat(seen.at("/renewed/state").asText()).isEqualTo("connected");
        assertThat(seen.get("renewals").asInt()).isEqualTo(1);
    }

    @Test
    void quietConnectionSurvivesPings(RunningStack stack) {
        JsonNode seen = run(stack, "idle", Map.of("millis", 3 * RunningStack.PING.toMillis()));

        assertThat(seen.get("pings").asInt()).isBetween(2, 3);
        assertThat(seen.get("after").asText()).isEqualTo(seen.get("before").asText());
        assertThat(seen.get("states")).extracting(JsonNode::asText).containsExactly("connecting", "connected");
    }

    private JsonNode run(RunningStack stack, String scenario, Map<String, ?> more) {
        return NodeScripts.see("clients.js", scenario, stack.argumentsFor(format, Rooms.open(scenario), more));
    }

    private static void assertRecovered(JsonNode seen, int publications) {
        assertThat(seen.at("/subscribed/0/wasRecovering").asBoolean()).isFalse();
        assertThat(seen.at("/subscribed/1/wasRecovering").asBoolean()).isTrue();
        assertThat(seen.at("/subscribed/1/recovered").asBoolean()).isTrue();
        assertThat(offsets(seen.get("publications"))).isEqualTo(range(1, publications));
        assertThat(stream(seen.get("publications"))
                        .map(publication -> publication.at("/data/number").asInt()))
                .containsExactlyElementsOf(
                        IntStream.range(0, publications).boxed().toList());
    }

    private static List<Long> range(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Long::valueOf).toList();
    }

    private static List<Long> offsets(JsonNode items) {
        return stream(items)
                .map(item ->
                        item.isNumber() ? item.asLong() : item.get("offset").asLong())
                .toList();
    }

    private static List<Integer> numbers(JsonNode page) {
        return stream(page.get("numbers")).map(JsonNode::asInt).toList();
    }

    private static Stream<JsonNode> stream(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false);
    }
}
