package io.millrace.moderation.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.raid.Crowd;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.raid.WatchedTexts;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.strike.Ladder;
import io.millrace.moderation.strike.Step;
import io.millrace.runtime.config.Config;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyCompilerTest {

    private static final Map<String, Object> SILENT = Map.of("enabled", false);

    @Test
    void largerModelIsUsedAsConfigured() {
        Policy policy = policy(Map.of(
                "scorer",
                Map.of(
                        "mode",
                        "hold",
                        "deadline",
                        "500ms",
                        "on-model-down",
                        "block",
                        "flag",
                        Map.of("toxic", 0.5),
                        "refuse",
                        Map.of("toxic", 0.9, "threat", 0.8),
                        "trial",
                        true)));

        assertThat(policy.scorer())
                .isEqualTo(new ScorerUse(
                        ScorerUse.Mode.HOLD,
                        Duration.ofMillis(500),
                        ScorerUse.WhenDown.BLOCK,
                        Map.of(
                                "toxic", new ScorerUse.Thresholds(0.5, 1, 0.9),
                                "threat", new ScorerUse.Thresholds(1, 1, 0.8)),
                        true));
        assertThat(policy.scorer().judge(Map.of("toxic", 0.95))).allMatch(hit -> hit.trial());
    }

    @Test
    void holdsAndExemptionsAreAsConfigured() {
        Policy policy = policy(Map.of(
                "hold", Map.of("timeout", "1h", "on-timeout", "deliver", "most", 5),
                "review", Map.of("flagged", true),
                "exempt", Map.of("users", List.of("ann"), "roles", List.of("moderator"))));

        assertThat(policy.holds()).isEqualTo(new Holds(Duration.ofHours(1), Holds.OnTimeout.DELIVER, 5, true));
        assertThat(policy.exempt()).isEqualTo(new Exemption(Set.of("ann"), Set.of("moderator")));
    }

    @Test
    void escalationAndRaidsAreAsConfigured() {
        Policy policy = policy(Map.of(
                "escalation",
                        Map.of(
                                "half-life", "1d",
                                "steps",
                                        List.of(
                                                Map.of("strikes", 1, "action", "warn"),
                                                Map.of(
                                                        "strikes",
                                                        2.5,
                                                        "action",
                                                        "slow",
                                                        "length",
                                                        "10m",
                                                        "interval",
                                                        "30s"),
                                                Map.of("strikes", 5, "action", "mute"),
                                                Map.of("strikes", 9, "action", "ban-proposal")),
                                "by-rule", Map.of("slow-mode", 0.25),
                                "by-action", Map.of("hold", 1)),
                "raids",
                        Map.of(
                                "joins",
                                Map.of("people", 50, "window", "1m"),
                                "same-text",
                                Map.of("people", 5, "window", "3m"),
                                "lock-for",
                                "1h",
                                "trial",
                                true)));

        assertThat(policy.behaviour().ladder())
                .isEqualTo(new Ladder(
                        Duration.ofDays(1),
                        List.of(
                                Step.warn(1),
                                Step.slow(2.5, Duration.ofMinutes(10), Duration.ofSeconds(30)),
                                Step.mute(5, Duration.ZERO),
                                Step.banProposal(9)),
                        Map.of(RuleId.SLOW_MODE, 0.25),
                        Map.of(Severity.HOLD, 1.0)));
        assertThat(policy.behaviour().raids())
                .isEqualTo(new RaidRules(
                        new Crowd(50, Duration.ofMinutes(1)),
                        null,
                        new Crowd(5, Duration.ofMinutes(3)),
                        WatchedTexts.DEFAULT,
                        Duration.ofHours(1),
                        Duration.ofDays(1),
                        true));
    }

    @Test
    void conductThatIsOffAsksNothing() {
        assertThat(policy(Map.of()).behaviour().conduct().isOff()).isTrue();
        assertThat(policy(Map.of("slow-mode", "1s")).behaviour().conduct().isOff())
                .isFalse();
        assertThat(policy(Map.of("newcomers", Map.of("links", "hold")))
                        .behaviour()
                        .conduct()
                        .isOff())
                .isFalse();
    }

    @Test
    void everyActionHasItsVerdict() {
        assertThat(verdict("flag")).isInstanceOf(Verdict.Allow.class);
        assertThat(verdict("mask")).isInstanceOf(Verdict.Mask.class);
        assertThat(verdict("hold")).isInstanceOf(Verdict.Hold.class);
        assertThat(verdict("shadow")).isInstanceOf(Verdict.Shadow.class);
        assertThat(verdict("drop")).isInstanceOf(Verdict.Drop.class);
        assertThat(verdict("refuse")).isInstanceOf(Verdict.Bounce.class);
        assertThat(verdict("off").hits()).isEmpty();
    }

    @Test
    void ruleOnTrialIsRecordedAndDecidesNothing() {
        Policy policy = policy(Map.of("blocklist", Map.of("terms", List.of("badword"), "trial", true)));

        assertThat(judge(policy))
                .isInstanceOfSatisfying(
                        Verdict.Allow.class,
                        allow -> assertThat(allow.hits()).singleElement().satisfies(hit -> {
                            assertThat(hit.trial()).isTrue();
                            assertThat(hit.severity()).isEqualTo(Severity.REFUSE);
                        }));
    }

    private static Verdict verdict(String action) {
        return judge(policy(Map.of("blocklist", Map.of("terms", List.of("badword"), "action", action))));
    }

    private static Verdict judge(Policy policy) {
        ByteBuffer data = ByteBuffer.wrap("\"a badword\"".getBytes(StandardCharsets.UTF_8));
        return policy.judge(new Candidate(data, PayloadFormat.JSON, 2000), List.of());
    }

    private static Policy policy(Map<String, Object> settings) {
        Map<String, Object> moderation = new HashMap<>(settings);
        moderation.put("model", SILENT);
        return Config.of(Map.of("moderation", moderation), Map.of())
                .read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)))
                .configured();
    }
}
