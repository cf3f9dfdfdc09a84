package io.millrace.moderation.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.runtime.config.Config;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Map<String, Object> QUIET = Map.of("enabled", false);

    private int count;

    @Test
    void changesAreCountedByVerdictRuleAndRoom() {
        Comparison comparison = new Comparison(
                policy(Map.of("blocklist", Map.of("terms", List.of("badword")))),
                policy(Map.of(
                        "blocklist", Map.of("terms", List.of("badword"), "action", "hold"),
                        "links", Map.of("others", "flag"),
                        "caps", Map.of("action", "drop", "trial", true))),
                10,
                false);

        comparison.add(said("chat:a", "ann", "a badword", 0));
        comparison.add(said("chat:a", "ann", "see https://example.org/a", 1000));
        comparison.add(said("chat:b", "bob", "HELLO TO EVERYBODY HERE, GOOD MORNING", 2000));
        comparison.add(said("chat:b", "bob", "hello", 3000));

        Comparison.Result result = comparison.result();
        assertThat(result.messages()).isEqualTo(4);
        assertThat(result.changed()).isEqualTo(2);
        assertThat(result.verdicts())
                .isEqualTo(Map.of("refuse -> hold", 1L, "allow -> flag", 1L, "allow -> allow", 2L));
        assertThat(result.rules())
                .isEqualTo(Map.of(
                        "blocklist blocklist", new Comparison.Counts(1, 1),
                        "link link", new Comparison.Counts(0, 1),
                        "caps capitals (trial)", new Comparison.Counts(0, 1)));
        assertThat(result.rooms()).isEqualTo(Map.of("chat:a", 2L));
        assertThat(result.examples().get("allow -> flag"))
                .containsExactly(new Comparison.Example("chat:a", 2L, "m2", List.of("link link"), null));
    }

    @Test
    void ratesAreReplayedInTheirOrder() {
        Comparison comparison = new Comparison(
                policy(Map.of()),
                policy(Map.of("rate", Map.of("burst", Map.of("messages", 2, "per", "10s")))),
                10,
                false);

        for (int i = 0; i < 4; i++) {
            comparison.add(said("chat:a", "ann", "hello " + i, i));
        }
        comparison.add(said("chat:a", "ann", "later", 60_000));
        comparison.add(said("chat:a", "bob", "hello", 60_001));

        assertThat(comparison.result().verdicts()).isEqualTo(Map.of("allow -> allow", 4L, "allow -> refuse", 2L));
        assertThat(comparison.result().rules()).containsOnlyKeys("rate");
    }

    @Test
    void conductIsReplayedInItsOrder() {
        Comparison comparison = new Comparison(
                policy(Map.of()),
                policy(Map.of(
                        "duplicates",
                        Map.of("identical", Map.of("most", 1, "window", "1m", "action", "refuse")),
                        "slow-mode",
                        "1s")),
                10,
                false);

        comparison.add(said("chat:a", "ann", "buy this wonderful thing", 0));
        comparison.add(said("chat:a", "ann", "buy this wonderful thing", 5000));
        comparison.add(said("chat:a", "ann", "and what else is there", 20_000));
        comparison.add(said("chat:a", "ann", "something quite different", 20_500));

        assertThat(comparison.result().verdicts()).isEqualTo(Map.of("allow -> allow", 2L, "allow -> refuse", 2L));
        assertThat(comparison.result().rules()).containsOnlyKeys("duplicate identical", "slow-mode");
    }

    @Test
    void whoIsExemptIsNotJudged() {
        Comparison comparison = new Comparison(
                policy(Map.of("blocklist", Map.of("terms", List.of("badword")))),
                policy(Map.of(
                        "blocklist", Map.of("terms", List.of("badword")),
                        "exempt", Map.of("users", List.of("ann"), "roles", List.of("moderator")))),
                10,
                false);

        comparison.add(said("chat:a", "ann", "badword", 0));
        comparison.add(said("chat:a", "bob", "badword", 0, "{\"role\": \"moderator\"}"));
        comparison.add(said("chat:a", "cid", "badword", 0, "{\"role\": \"guest\"}"));

        assertThat(comparison.result().verdicts()).isEqualTo(Map.of("refuse -> allow", 2L, "refuse -> refuse", 1L));
    }

    @Test
    void examplesAreFewAndHaveTheTextOnRequestOnly() {
        Comparison shown = new Comparison(
                policy(Map.of()), policy(Map.of("blocklist", Map.of("terms", List.of("badword")))), 2, true);

        for (int i = 0; i < 5; i++) {
            shown.add(said("chat:a", "ann", "badword " + i, i));
        }

        assertThat(shown.result().examples().get("allow -> refuse"))
                .extracting(Comparison.Example::text)
                .containsExactly("badword 0", "badword 1");
    }

    @Test
    void reportNamesWhatItFoundForPeopleAndPrograms() {
        Comparison comparison = new Comparison(
                policy(Map.of()), policy(Map.of("blocklist", Map.of("terms", List.of("badword")))), 2, true);
        comparison.add(said("chat:a", "ann", "badword \\u001b[2J", 0));
        comparison.add(said("chat:a", "ann", "hello", 0));
        Report report = new Report("a", "b", "room.events", 3, true, Report.NOT_REPLAYED, comparison.result());

        assertThat(report.text())
                .contains("2 messages of room.events from a to b (cut: there are more, see --limit); 3 records skipped")
                .contains("1 of them would get another verdict (50.00 %)")
                .contains("1  allow -> refuse")
                .contains("0            1  blocklist blocklist")
                .contains("chat:a offset 1 message m1 [blocklist blocklist] \"badword  [2J\"")
                .contains("not replayed: newcomers");
        assertThat(report.json())
                .contains("\"not-replayed\"")
                .contains("\"allow -> refuse\" : 1")
                .contains("\"message-id\" : \"m1\"");
    }

    private Said said(String room, String user, String text, long at) {
        return said(room, user, text, at, null);
    }

    private Said said(String room, String user, String text, long at, @Nullable String info) {
        count++;
        return new Said(
                "m" + count,
                new RoomId(room),
                (long) count,
                new Sender(user, "client", info == null ? null : bytes(info), null),
                bytes("{\"text\":\"" + text + "\"}"),
                PayloadFormat.JSON,
                at);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PolicySource policy(Map<String, Object> settings) {
        Map<String, Object> moderation = new HashMap<>(settings);
        moderation.put("model", QUIET);
        return PolicySource.fixed(Config.of(Map.of("moderation", moderation), Map.of())
                .read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)))
                .configured());
    }
}
