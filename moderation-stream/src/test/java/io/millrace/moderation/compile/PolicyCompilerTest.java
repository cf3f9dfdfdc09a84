package io.millrace.moderation.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.config.ModerationYaml;
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
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyCompilerTest {

    @Test
    void largerModelIsUsedAsConfigured() {
        Policy policy = policy("""
                scorer:
                  mode: hold
                  deadline: 500ms
                  on-model-down: block
                  flag: {toxic: 0.5}
                  refuse: {toxic: 0.9, threat: 0.8}
                  trial: true
                """);

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
        Policy policy = policy("""
                hold: {timeout: 1h, on-timeout: deliver, most: 5}
                review: {flagged: true}
                exempt: {users: [ann], roles: [moderator]}
                """);

        assertThat(policy.holds()).isEqualTo(new Holds(Duration.ofHours(1), Holds.OnTimeout.DELIVER, 5, true));
        assertThat(policy.exempt()).isEqualTo(new Exemption(Set.of("ann"), Set.of("moderator")));
    }

    @Test
    void escalationAndRaidsAreAsConfigured() {
        Policy policy = policy("""
                escalation:
                  half-life: 1d
                  steps:
                    - {strikes: 1, action: warn}
                    - {strikes: 2.5, action: slow, length: 10m, interval: 30s}
                    - {strikes: 5, action: mute}
                    - {strikes: 9, action: ban-proposal}
                  by-rule: {slow-mode: 0.25}
                  by-action: {hold: 1}
                raids:
                  joins: {people: 50, window: 1m}
                  same-text: {people: 5, window: 3m}
                  lock-for: 1h
                  trial: true
                """);

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
        assertThat(policy("").behaviour().conduct().isOff()).isTrue();
        assertThat(policy("slow-mode: 1s").behaviour().conduct().isOff()).isFalse();
        assertThat(policy("newcomers: {links: hold}").behaviour().conduct().isOff())
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
        Policy policy = policy("blocklist: {terms: [badword], trial: true}");

        assertThat(judge(policy))
                .isInstanceOfSatisfying(
                        Verdict.Allow.class,
                        allow -> assertThat(allow.hits()).singleElement().satisfies(hit -> {
                            assertThat(hit.trial()).isTrue();
                            assertThat(hit.severity()).isEqualTo(Severity.REFUSE);
                        }));
    }

    private static Verdict verdict(String action) {
        return judge(policy("blocklist: {terms: [badword], action: %s}".formatted(action)));
    }

    private static Verdict judge(Policy policy) {
        ByteBuffer data = ByteBuffer.wrap("\"a badword\"".getBytes(StandardCharsets.UTF_8));
        return policy.judge(new Candidate(data, PayloadFormat.JSON, 2000), List.of());
    }

    /// Without the model that is shipped, which says something about every text.
    private static Policy policy(String settings) {
        return ModerationYaml.of(settings + "\nmodel: {enabled: false}")
                .read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)))
                .configured();
    }
}
