package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page of the moderation desk beside the chat page, in headless Chromium.
@ExtendWith(SharedStack.class)
class DeskPageIT {

    private static Path chromium = Path.of("chromium");

    @BeforeAll
    static void install() {
        chromium = NodeScripts.prepareBrowser();
    }

    @Test
    void moderatorApprovesAndSanctionsByKeyboard(RunningStack stack) throws Exception {
        String room = Rooms.open("held");
        String policy = "{\"patterns\":[{\"name\":\"magic\",\"pattern\":\"sesame\",\"action\":\"hold\"},"
                + "{\"name\":\"secret\",\"pattern\":\"swordfish\",\"action\":\"refuse\"}]}";
        try (Desk desk = new Desk(stack.desk(), SharedStack.ADMIN_KEY);
                Chatter probe = Chatter.join(stack, 0, room, "probe")) {
            desk.govern(room, policy);
            probe.sayUntil("swordfish", Policies.REFUSED);
        }

        JsonNode seen = NodeScripts.see(
                "moderation.js",
                "held",
                stack.argumentsFor(
                        "json",
                        room,
                        Map.of(
                                "executable",
                                chromium.toString(),
                                "pages",
                                List.of(stack.page(0).toString()),
                                "desk",
                                stack.desk().toString(),
                                "key",
                                SharedStack.LEAD_KEY,
                                "secret",
                                RunningStack.TOKEN_SECRET)));

        assertThat(texts(seen.get("complaints"))).as("of the pages").isEmpty();
        assertThat(seen.get("refused").asText()).isEqualTo("Rejected by moderation: pattern (400)");
        assertThat(texts(seen.get("waiting"))).hasSize(2).allMatch(error -> error.endsWith("(401)"));
        assertThat(seen.at("/item/who").asText()).isEqualTo("lead, lead");
        assertThat(seen.at("/item/title").asText()).isEqualTo("Held message");
        assertThat(texts(seen.at("/item/marked"))).containsExactly("sesame");
        assertThat(texts(seen.at("/item/why"))).containsExactly("pattern “magic”: hold");
        assertThat(texts(seen.get("before"))).containsExactly("passing by");
        assertThat(seen.get("busy").asText()).as("of a key during a decision").startsWith("One moment");
        assertThat(texts(seen.get("approved"))).containsExactly("passing by", "open sesame", "and this behind it");
        assertThat(texts(seen.get("after"))).last().isEqualTo("and sesame again");
        assertThat(seen.at("/silenced/code").asInt()).isEqualTo(402);
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
