package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The chat page in headless Chromium against a running system. Pictures are left in `target/pictures`.
@ExtendWith(SharedStack.class)
class BrowserIT {

    private static final Path VENDORED =
            Path.of("..", "..", "edge-gateway", "src", "main", "resources", "web", "vendor");
    private static final Path PICTURES = Path.of("target", "pictures").toAbsolutePath();

    private static Path chromium = Path.of("chromium");

    @BeforeAll
    static void install() {
        chromium = NodeScripts.prepareBrowser();
    }

    @Test
    void twoPagesOnTwoEdgesTalk(RunningStack stack) {
        JsonNode seen = run(stack, "twoPages", Map.of("key", RunningStack.API_KEY));

        for (JsonNode log : seen.get("logs")) {
            assertThat(column(log, "text"))
                    .containsExactly("hello from Ada", "<img src=x onerror=alert(1)> & hello from Bo");
            assertThat(column(log, "sender")).containsExactly("Ada", "Bo");
            assertThat(column(log, "time")).allMatch(time -> !time.isEmpty());
        }
        assertThat(seen.get("images").asInt()).as("markup of others is text").isZero();
        assertThat(seen.at("/logs/0/0/own").asBoolean()).isTrue();
        assertThat(seen.at("/logs/0/0/trip").asText()).matches("round trip [0-9.]+ ms");
        assertThat(seen.at("/logs/0/1/own").asBoolean()).isFalse();
        assertThat(seen.at("/logs/0/1/trip").asText()).isEmpty();
        assertThat(texts(seen.at("/present/0"))).containsExactly("Ada", "Bo");
        assertThat(texts(seen.at("/present/1"))).containsExactly("Bo", "Ada");
        assertThat(texts(seen.at("/left"))).containsExactly("Ada");
        for (JsonNode log : seen.get("removed")) {
            assertThat(texts(log))
                    .as("taken back, also after a reload")
                    .containsExactly("This message was removed", "<img src=x onerror=alert(1)> & hello from Bo");
        }
    }

    @Test
    void reloadedPageRecoversWhatItMissed(RunningStack stack) {
        JsonNode seen = run(stack, "reload", Map.of("missed", 5));

        assertThat(seen.at("/recovering/recover").asBoolean())
                .as("asks for what came after its last position")
                .isTrue();
        assertThat(seen.at("/recovering/offset").asInt()).isEqualTo(1);
        assertThat(column(seen.get("log"), "text"))
                .containsExactly("before", "missed 0", "missed 1", "missed 2", "missed 3", "missed 4", "after");
        assertThat(column(seen.get("log"), "offset"))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 7).mapToObj(Integer::toString).toList());
        assertThat(seen.at("/log/0/own").asBoolean())
                .as("knows its own from before")
                .isTrue();
        assertThat(seen.get("gaps").asInt()).isZero();
    }

    @Test
    void messageWrittenWhileCutOffIsSentOnceWhenTheNetworkIsBack(RunningStack stack) {
        JsonNode seen = run(stack, "cut", Map.of("missed", 10));

        assertThat(seen.get("waiting").asText()).startsWith("Waiting");
        assertThat(column(seen.get("log"), "offset"))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList());
        assertThat(column(seen.get("log"), "text")).startsWith("before").containsOnlyOnce("written while cut off");
        assertThat(texts(seen.get("gaps"))).isEmpty();
    }

    @Test
    void messagesThatCannotBeRecoveredLeaveAVisibleGap(RunningStack stack) {
        int missed = 340;

        JsonNode seen = run(stack, "cut", Map.of("missed", missed));

        List<String> offsets = column(seen.get("log"), "offset");
        int first = seen.get("afterGap").asInt();
        assertThat(texts(seen.get("gaps"))).containsExactly("Some messages were missed here");
        assertThat(offsets).startsWith("1", Integer.toString(first)).doesNotHaveDuplicates();
        assertThat(first).isGreaterThan(2);
        assertThat(offsets.subList(1, offsets.size()))
                .as("complete after the gap, the own message included")
                .containsExactlyElementsOf(IntStream.rangeClosed(first, missed + 2)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(column(seen.get("log"), "text")).containsOnlyOnce("written while cut off");
    }

    @Test
    void everythingWorksWithoutPointer(RunningStack stack) {
        JsonNode seen = run(stack, "keyboard", Map.of());

        List<String> titles = texts(seen.get("titles"));
        assertThat(titles).hasSize(4);
        assertThat(titles.get(1)).isEqualTo(titles.get(0) + "-b");
        assertThat(titles.get(2)).isEqualTo(titles.get(0));
        assertThat(titles.get(3)).isEqualTo(titles.get(1));
        assertThat(texts(seen.get("focused"))).containsExactly("text", "switcher-input", "text", "text");
        assertThat(column(seen.get("stops"), "id")).contains("send", "skip", "join-name", "me", "leave", "scroller");
        assertThat(column(seen.get("stops"), "name")).allMatch(name -> !name.isEmpty());
        assertThat(column(seen.get("stops"), "visible")).containsOnly("true");
        assertThat(column(seen.get("log"), "text")).containsExactly("in the other room");
    }

    @Test
    void refusedMessageStaysWithItsReason(RunningStack stack) {
        JsonNode seen = run(stack, "refused", Map.of());

        assertThat(seen.get("error").asText()).contains("(107)").contains("32768");
        assertThat(seen.get("pending").asInt()).isZero();
        assertThat(column(seen.get("log"), "text")).containsExactly("still here");
    }

    @Test
    void tokenOfTheFragmentIsUsedAndLeavesTheAddress(RunningStack stack) {
        String token = Tokens.hs256(RunningStack.TOKEN_SECRET, "ada");

        JsonNode seen = run(stack, "token", Map.of("token", token));

        assertThat(seen.get("title").asText()).startsWith("ada, client ");
        assertThat(seen.get("address").asText()).doesNotContain(token).doesNotContain("token=");
    }

    @Test
    void picturesShowUnreadRoomsAndFitAPhone(RunningStack stack) throws IOException {
        Files.createDirectories(PICTURES);

        JsonNode seen = run(stack, "pictures", Map.of("folder", PICTURES.toString()));

        assertThat(seen.get("unread").asText()).isEqualTo("1 unread");
        assertThat(seen.get("title").asText()).startsWith("(1) ");
        assertThat(seen.get("unreadAfter").asInt()).isZero();
        assertThat(seen.get("overflow").asInt())
                .as("nothing is wider than 360 px")
                .isLessThanOrEqualTo(0);
        assertThat(Stream.of("desktop.png", "desktop-dark.png", "phone.png", "phone-rooms.png")
                        .map(PICTURES::resolve))
                .allSatisfy(picture -> assertThat(picture).isNotEmptyFile());
    }

    @Test
    void servedClientLibraryIsTheReleaseFile() {
        Path folder = VENDORED.resolve("centrifuge-5.8.0");

        assertThat(folder.resolve("centrifuge.js"))
                .hasSameBinaryContentAs(NodeScripts.installed("centrifuge/dist/centrifuge.js"));
        assertThat(folder.resolve("LICENSE")).hasSameBinaryContentAs(NodeScripts.installed("centrifuge/LICENSE"));
    }

    private static JsonNode run(RunningStack stack, String scenario, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("executable", chromium.toString());
        all.put("pages", List.of(stack.page(0).toString(), stack.page(1).toString()));
        JsonNode seen = NodeScripts.see(
                "browser.js", scenario, stack.argumentsFor("json", Rooms.open("page-" + scenario), all));
        assertThat(texts(seen.get("complaints")))
                .as("errors and warnings of the page, its content security policy included")
                .isEmpty();
        return seen;
    }

    private static List<String> column(JsonNode rows, String name) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(name).asText())
                .toList();
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
