package io.millrace.moderation.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.model.Weights;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.RuleId;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.schema.chat.PayloadFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDocumentsTest {

    private static final Candidate INSULT = message("\"you are such an idiot and a loser\"");

    @TempDir
    Path folder;

    @Test
    void configuredTermsAreApplied() {
        Policy policy =
                policy(Map.of("blocklist", Map.of("terms", List.of("badword"), "allowed", List.of("no badword"))));

        assertThat(policy.judge(message("\"badword\""), List.of())).isInstanceOf(Verdict.Bounce.class);
        assertThat(policy.judge(message("\"no badword\""), List.of())).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void versionNamesTheSettings() {
        String version = policy(Map.of("message-limit", 1000)).version();

        assertThat(policy(Map.of("message-limit", 1000)).version()).isEqualTo(version);
        assertThat(policy(Map.of("message-limit", 1001)).version()).isNotEqualTo(version);
        assertThat(policy(Map.of("message-limit", 1000, "blocklist", Map.of("terms", List.of("badword"))))
                        .version())
                .isNotEqualTo(version);
    }

    @Test
    void termThatCannotBeUsedIsToldByItsPlace() {
        assertThatThrownBy(() -> policy(Map.of("blocklist", Map.of("terms", List.of("fine", "?")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.blocklist.terms[1]: must have 2 to 60 letters or digits, has 0");
    }

    @Test
    void rulesOnTheContentAreAppliedAsConfigured() {
        Policy policy = policy(Map.of(
                "patterns", List.of(Map.of("name", "codes", "pattern", "\\d{6}")),
                "links", Map.of("blocked", List.of("bad.example"), "invites", "flag"),
                "mentions", Map.of("limit", 1, "action", "refuse"),
                "caps", Map.of("action", "flag"),
                "model", Map.of("enabled", false)));

        assertThat(policy.judge(message("\"code 123456\""), List.of())).isInstanceOf(Verdict.Bounce.class);
        assertThat(policy.judge(message("\"bad.example\""), List.of())).isInstanceOf(Verdict.Bounce.class);
        assertThat(policy.judge(message("\"@ann @bob\""), List.of())).isInstanceOf(Verdict.Bounce.class);
        assertThat(policy.judge(message("\"DISCORD.GG/ABC THIS IS VERY LOUD\""), List.of()))
                .isInstanceOf(Verdict.Allow.class)
                .satisfies(verdict ->
                        assertThat(verdict.hits()).extracting(Hit::label).containsExactly("capitals", "invite"));
    }

    @Test
    void rulesOnTheContentAreOffByDefault() {
        assertThat(policy(Map.of("model", Map.of("enabled", false)))
                        .judge(message("\"@everyone HTTPS://DISCORD.GG/ABC OR BIT.LY/ABC\""), List.of()))
                .isEqualTo(new Verdict.Allow(List.of()));
    }

    @Test
    void modelFlagsByDefaultAndRefusesNothing() {
        assertThat(policy(Map.of()).judge(INSULT, List.of())).isInstanceOfSatisfying(Verdict.Allow.class, allow -> {
            assertThat(allow.hits()).extracting(Hit::rule).contains(RuleId.MODEL);
            assertThat(allow.hits()).extracting(Hit::label).contains("insult");
        });
    }

    @Test
    void modelThatIsSwitchedOffFindsNothing() {
        assertThat(policy(Map.of("model", Map.of("enabled", false))).judge(INSULT, List.of()))
                .isEqualTo(new Verdict.Allow(List.of()));
    }

    @Test
    void contentThatCannotBeUsedIsToldByItsKey() {
        assertProblem(
                Map.of("patterns", List.of(Map.of("name", "a", "pattern", "a"), Map.of("name", "b", "pattern", "("))),
                "moderation.patterns[1].pattern: missing closing )");
        assertProblem(
                Map.of("patterns", List.of(Map.of("name", "a", "pattern", "a"), Map.of("name", "a", "pattern", "b"))),
                "moderation.patterns[1].name: must be another name of at most 64 characters");
        assertProblem(
                Map.of("links", Map.of("allowed", List.of("what?"))),
                "moderation.links.allowed[0]: must be a domain such as example.org");
    }

    @Test
    void versionNamesTheRulesOnTheContent() {
        String version = policy(Map.of()).version();

        assertThat(policy(Map.of("caps", Map.of("action", "flag"))).version()).isNotEqualTo(version);
        assertThat(policy(Map.of("links", Map.of("others", "flag"))).version()).isNotEqualTo(version);
        assertThat(policy(Map.of("mentions", Map.of("limit", 3))).version()).isNotEqualTo(version);
        assertThat(policy(Map.of("patterns", List.of(Map.of("name", "a", "pattern", "b"))))
                        .version())
                .isNotEqualTo(version);
    }

    private static void assertProblem(Map<String, Object> moderation, String problem) {
        assertThatThrownBy(() -> policy(moderation))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void modelRefusesWhatItIsToldTo() {
        assertThat(policy(Map.of("model", Map.of("refuse", Map.of("insult", 0.5))))
                        .judge(INSULT, List.of()))
                .isInstanceOf(Verdict.Bounce.class);
    }

    @Test
    void versionNamesTheModelAndItsThresholds() throws IOException {
        String version = policy(Map.of()).version();
        Path other = Files.write(
                folder.resolve("other.bin"),
                Weights.write(8, List.of(new Weights.Label("rude", 1, 0, 0.5)), new byte[256]));

        assertThat(policy(Map.of("model", Map.of("enabled", false))).version()).isNotEqualTo(version);
        assertThat(policy(Map.of("model", Map.of("flag", Map.of("insult", 0.99))))
                        .version())
                .isNotEqualTo(version);
        assertThat(policy(Map.of("model", Map.of("refuse", Map.of("insult", 0.99))))
                        .version())
                .isNotEqualTo(version);
        assertThat(policy(Map.of("model", Map.of("file", other.toString()))).version())
                .isNotEqualTo(version);
    }

    @Test
    void labelThatTheModelDoesNotHaveIsTold() {
        assertThatThrownBy(() -> policy(Map.of("model", Map.of("refuse", Map.of("rude", 0.9)))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.model.refuse.rude: the model has no such label, it has insult, ");
    }

    @Test
    void damagedModelIsTold() throws IOException {
        Path damaged = Files.write(folder.resolve("damaged.bin"), new byte[100]);

        assertThatThrownBy(() -> policy(Map.of("model", Map.of("file", damaged.toString()))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.model.file: the model cannot be used: its beginning is wrong");
        assertThatThrownBy(() -> policy(Map.of("model", Map.of("file", "/does/not/exist"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.model.file: names a file that cannot be read: /does/not/exist");
    }

    private static Policy policy(Map<String, Object> moderation) {
        return Config.of(Map.of("moderation", moderation), Map.of())
                .read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)))
                .configured();
    }

    private static Candidate message(String json) {
        return new Candidate(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, 2000);
    }
}
