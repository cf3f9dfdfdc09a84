package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Connecting, staying connected and being disconnected, as an application sees it.
class SdkConnectionIT extends SdkScenarios {

    SdkConnectionIT(String door, SdkSightings sightings) {
        super(door, sightings);
    }

    @Test
    void eachConnectionHasAnIdOfItsOwnAndMayCarryEverything() {
        JsonNode seen = saw("connecting");

        assertThat(UUID.fromString(seen.get("first").asText()))
                .isNotEqualTo(UUID.fromString(seen.get("second").asText()));
        assertThat(seen.get("asked").asInt()).isEqualTo(2);
        assertThat(seen.get("transports"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.has("data")).isFalse());
        assertThat(seen.get("states"))
                .isEqualTo(json("['connecting', 'connected', 'disconnected', 'connecting', 'connected']"));
    }

    @Test
    void commandsFromBeforeTheConnectionAreDoneAfterIt() {
        assertThat(saw("commandsBeforeTheConnection")).isEqualTo(json("{rpc: 104, positions: [true, true, true]}"));
    }

    @Test
    void nextTransportFollowsOneThatDoesNotGetThrough() {
        assertThat(saw("nextTransport")).hasSize(1);
    }

    @Test
    void commandsSentTogetherAreDoneInTheirOrder() {
        assertThat(saw("batch")).isEqualTo(json("""
                        {order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
                         history: 20, presence: 1, refused: 102}"""));
    }

    @Test
    void quietConnectionLivesThroughPings() {
        assertThat(saw("quiet")).isEqualTo(json("{same: true, states: ['connecting', 'connected']}"));
    }

    @Test
    void codeOfTheEndDecidesWhetherTheClientComesAgain() {
        JsonNode seen = saw("codesOfTheEnd");

        assertThat(seen).hasSize(26);
        for (Map.Entry<String, JsonNode> end : seen.properties()) {
            int code = Integer.parseInt(end.getKey());
            boolean again = code < 3500 || (code >= 4000 && code < 4500);
            String reported = code == 3000 ? "1 transport closed" : code + " reason " + code;
            assertThat(end.getValue().asText())
                    .isEqualTo(
                            again
                                    ? "connecting " + reported + " connected"
                                    : "disconnected " + reported + " disconnected");
        }
    }

    @Test
    void whatTheProtocolForbidsEndsTheConnection() {
        assertThat(saw("commandsThatEndTheConnection")).isEqualTo(json("""
                        {send: 3508, publishNowhere: 3501, subscribeNowhere: 3501, historyNowhere: 3501,
                         presenceNowhere: 3501, statsNowhere: 3501}"""));
    }

    @Test
    void messageThatIsTooLargeEndsAWebSocketAndIsRefusedElsewhere() {
        // Answers 11 and 1 of the library: connection closed, timeout. State 3: message size limit.
        assertThat(saw("tooLargeForTheConnection"))
                .isEqualTo(json(
                        isWebSocket()
                                ? "{answer: 11, end: 'disconnected', still: 3}"
                                : "{answer: 1, end: 'connected', still: 0}"));
    }

    @Test
    void comingAndGoingLeavesNothingBehind() {
        assertThat(saw("comingAndGoing")).isEqualTo(json("{idle: 'disconnected', inside: 1, state: 'connected'}"));
    }
}
