package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The npm package `centrifuge` against a running system, over streamed responses. Its commands go to another
/// edge than the one that holds its connection.
@ExtendWith(SharedStack.class)
class StreamTransportsIT {

    @BeforeAll
    static void install() {
        NodeScripts.prepare();
    }

    @ParameterizedTest
    @CsvSource({"http_stream,json", "http_stream,protobuf", "sse,json"})
    void streamsCarryWhatWebSocketsCarry(String transport, String format, RunningStack stack) {
        long pings = 2 * RunningStack.PING.toMillis() + 500;

        JsonNode seen = NodeScripts.see(
                "streams.js",
                "conversation",
                stack.argumentsFor(format, Rooms.open("streams"), Map.of("transport", transport, "millis", pings)));

        assertThat(seen.at("/seen/0")).isEqualTo(seen.at("/seen/1"));
        assertThat(StreamSupport.stream(seen.at("/seen/0").spliterator(), false)
                        .map(publication -> publication.get("offset").asLong()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(seen.at("/seen/0/0/data/text").asText()).isEqualTo("ü\nü");
        assertThat(seen.at("/seen/0/0/client").asText())
                .isEqualTo(seen.get("id").asText());
        assertThat(seen.get("states"))
                .as("one connection, which has answered its pings")
                .extracting(state -> state.get("state").asText())
                .containsExactly("connecting", "connected");
        assertThat(seen.get("present").properties())
                .extracting(Map.Entry::getKey)
                .contains(seen.get("id").asText())
                .hasSize(2);
    }
}
