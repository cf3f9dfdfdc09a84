package io.millrace.moderation.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.runtime.config.Config;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyCheckTest {

    private final PolicyDocuments documents = Config.of(
                    Map.of("moderation", Map.of("lists", List.of(Map.of("name", "ads", "terms", List.of("casino"))))),
                    Map.of())
            .read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)));

    @Test
    void everyMistakeOfADocumentIsToldAtOnce() {
        assertThat(documents.check("policy/default", """
                        {"patterns": [{"name": "a", "pattern": "("}, {"name": "b", "pattern": "b"},
                                      {"name": "b", "pattern": "x*"}],
                         "links": {"blocked": ["fine.example", "what?", "no-dot"]},
                         "model": {"hold": {"rudeness": 0.5}},
                         "escalation": {"by-rule": {"loudness": 1}}}""", Map.of()))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/patterns/0/pattern",
                        "/patterns/2/name",
                        "/patterns/2/pattern",
                        "/links/blocked/1",
                        "/links/blocked/2",
                        "/model/hold/rudeness",
                        "/escalation/by-rule/loudness");
    }

    @Test
    void mistakesOfOneKindHideNoneOfAnother() {
        assertThat(documents.check("policy/room/chat:a", """
                        {"loudness": 1,
                         "links": {"others": "explode", "colour": "red"},
                         "slow-mode": "7h",
                         "rate": {"burst": {"messages": 3}},
                         "patterns": [{"name": "a", "pattern": "("}],
                         "lists": [{"name": "slurs"}]}""", Map.of()))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/loudness",
                        "/links/others",
                        "/links/colour",
                        "/slow-mode",
                        "/rate",
                        "/patterns/0/pattern",
                        "/lists/0/name");
    }

    @Test
    void everyMistakeOfAListIsToldAtOnce() {
        assertThat(documents.check("list/slurs", "{\"terms\": [\"fine\", 7, \"x\", \"!\"], \"words\": 1}", Map.of()))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/words", "/terms/1", "/terms/2", "/terms/3");
    }

    @Test
    void listsMustBeConfiguredOrPublished() {
        String document = "{\"lists\": [{\"name\": \"ads\"}, {\"name\": \"slurs\"}]}";

        assertThat(documents.check("policy/default", document, Map.of()))
                .containsExactly(new Problem("/lists/1/name", "there is no list of that name"));
        assertThat(documents.check("policy/default", document, Map.of("list/slurs", "{\"terms\": []}")))
                .isEmpty();
    }

    @Test
    void documentIsCheckedOverTheLevelsAboveIt() {
        Map<String, String> published = Map.of(
                "policy/namespace/chat",
                "{\"newcomers\": {\"remembered\": \"2d\"}}",
                "policy/default",
                "{\"caps\": {\"action\": \"broken\"}}");

        assertThat(documents.check("policy/room/chat:a", "{\"newcomers\": {\"new-for\": \"3d\"}}", published))
                .extracting(Problem::pointer)
                .containsExactly("/newcomers/remembered");
        assertThat(documents.check("policy/room/game:a", "{\"newcomers\": {\"new-for\": \"3d\"}}", published))
                .isEmpty();
    }

    @Test
    void effectiveSettingsHaveEveryKey() {
        String effective = documents.effective(
                new DocumentKey.OfRoom(new RoomId("chat:a")),
                Map.of(
                        "policy/default", "{\"slow-mode\": \"5s\", \"text-limit\": 100}",
                        "policy/namespace/chat", "{\"text-limit\": null, \"caps\": {\"percent\": 50}}"));

        assertThat(Json.read(effective).path("slow-mode").asText()).isEqualTo("5s");
        assertThat(Json.read(effective).path("text-limit").asInt()).isEqualTo(32_768);
        assertThat(Json.read(effective).path("caps").path("percent").asInt()).isEqualTo(50);
        assertThat(Json.read(effective).path("hold").path("on-timeout").asText())
                .isEqualTo("drop");
    }

    @Test
    void keysAreChecked() {
        assertThat(documents.check("policy/rooms/x", "{}", Map.of())).hasSize(1);
    }
}
