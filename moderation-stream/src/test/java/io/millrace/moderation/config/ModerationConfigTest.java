package io.millrace.moderation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.config.RateConfig.Messages;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.runtime.health.OpsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModerationConfigTest {

    @TempDir
    Path folder;

    @Test
    void defaultsAreFixed() {
        ModerationConfig config = read("");

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("127.0.0.1", 8092));
        assertThat(config.applicationId()).isEqualTo("moderation-stream");
        assertThat(config.blocklist())
                .isEqualTo(new BlocklistConfig("blocklist", BlocklistConfig.Kind.TERMS, List.of(), List.of()));
        assertThat(config.lists()).isEmpty();
        assertThat(config.modelFile()).isEmpty();
        assertThat(config.raids()).isFalse();
        assertThat(config.registry().url()).isEqualTo("http://127.0.0.1:8081/apis/registry/v3");
    }

    @Test
    void policyOfTheDefaultsIsFixed() {
        PolicySettings policy = read("").policy();

        assertThat(policy.messageLimit()).isEqualTo(524_288);
        assertThat(policy.textLimit()).isEqualTo(32_768);
        assertThat(policy.rate())
                .isEqualTo(new RateConfig(
                        new Messages(1000, Duration.ofMinutes(1)), new Messages(100, Duration.ofSeconds(1))));
        assertThat(policy.blocklist()).isEqualTo(new PolicySettings.Base(Action.REFUSE, false));
        assertThat(policy.lists()).isEmpty();
        assertThat(policy.patterns()).isEmpty();
        assertThat(policy.links())
                .isEqualTo(new LinksConfig(
                        List.of(), List.of(), Action.REFUSE, Action.OFF, Action.OFF, Action.OFF, Action.OFF, false));
        assertThat(policy.mentions()).isEqualTo(new MentionsConfig(20, Action.OFF, Action.OFF, false));
        assertThat(policy.caps()).isEqualTo(new CapsConfig(70, 20, Action.OFF, false));
        assertThat(policy.model())
                .isEqualTo(new ModelConfig(true, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), false));
        assertThat(policy.scorer())
                .isEqualTo(new LargerModelConfig(
                        LargerModelConfig.Mode.OFF,
                        Duration.ofSeconds(2),
                        LargerModelConfig.OnModelDown.OPEN,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        false));
        assertThat(policy.hold()).isEqualTo(new HoldConfig(Duration.ofDays(1), HoldConfig.OnTimeout.DROP, 100));
        assertThat(policy.review()).isEqualTo(new ReviewConfig(false));
        assertThat(policy.exempt()).isEqualTo(new ExemptConfig(List.of(), List.of()));
    }

    @Test
    void exampleSaysTheDefaults() {
        PolicySettings example = Config.load(Path.of("..", "docs", "millrace.example.yaml"), Map.of())
                .read(ModerationConfig::read)
                .policy();

        assertThat(example).isEqualTo(read("").policy());
    }

    @Test
    void conductOfTheDefaultsAsksNothing() {
        PolicySettings policy = read("").policy();

        assertThat(policy.slowMode()).isZero();
        assertThat(policy.duplicates())
                .isEqualTo(new ConductConfig.Duplicates(
                        new ConductConfig.Repeats(3, Duration.ofMinutes(1), Action.OFF, false),
                        new ConductConfig.Repeats(5, Duration.ofMinutes(10), Action.OFF, false),
                        new ConductConfig.Repeats(3, Duration.ofMinutes(5), Action.OFF, false),
                        12,
                        12,
                        List.of()));
        assertThat(policy.flood()).isEqualTo(new ConductConfig.Flood(4_000, Duration.ofMinutes(1), Action.OFF, false));
        assertThat(policy.newcomers())
                .isEqualTo(new ConductConfig.Newcomers(
                        Duration.ofDays(1), Duration.ofDays(90), Action.OFF, Action.OFF, false));
        assertThat(policy.escalation())
                .isEqualTo(new EscalationConfig(Duration.ofDays(3), List.of(), Map.of(), Map.of()));
        assertThat(policy.raids())
                .isEqualTo(new RaidsConfig(
                        new RaidsConfig.Crowd(0, Duration.ofMinutes(5)),
                        new RaidsConfig.Crowd(0, Duration.ofMinutes(1)),
                        new RaidsConfig.Crowd(0, Duration.ofMinutes(1)),
                        16,
                        8,
                        Duration.ofMinutes(15),
                        Duration.ofDays(1),
                        false));
    }

    @Test
    void everyKeyCanBeSet() throws IOException {
        Files.writeString(folder.resolve("terms"), "# list\n\n  badword \nдурак\n");
        Files.writeString(folder.resolve("allowed"), "kill the process\n");
        Files.writeString(folder.resolve("domains"), "bad.example\n");

        ModerationConfig config = read(everything());

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("0.0.0.0", 1234));
        assertThat(config.applicationId()).isEqualTo("other");
        assertThat(config.modelFile()).contains(Path.of("model.bin"));
        assertThat(config.raids()).isTrue();
        assertThat(config.blocklist())
                .isEqualTo(new BlocklistConfig(
                        "words",
                        BlocklistConfig.Kind.TERMS,
                        List.of("idiot", "badword", "дурак"),
                        List.of("fine", "kill the process")));
        assertThat(config.lists())
                .containsExactly(
                        new BlocklistConfig("scams", BlocklistConfig.Kind.DOMAINS, List.of("bad.example"), List.of()),
                        new BlocklistConfig("slurs", BlocklistConfig.Kind.TERMS, List.of(), List.of()));
        PolicySettings policy = config.policy();
        assertThat(policy.messageLimit()).isEqualTo(1024);
        assertThat(policy.textLimit()).isEqualTo(2000);
        assertThat(policy.rate())
                .isEqualTo(new RateConfig(
                        new Messages(5, Duration.ofSeconds(10)), new Messages(2, Duration.ofMillis(500))));
        assertThat(policy.blocklist()).isEqualTo(new PolicySettings.Base(Action.MASK, true));
        assertThat(policy.lists())
                .containsExactly(new ListUse("scams", Action.DROP, false), new ListUse("slurs", Action.REFUSE, true));
        assertThat(policy.patterns()).containsExactly(new PatternConfig("codes", "\\d{6}", Action.SHADOW, true));
        assertThat(policy.links())
                .isEqualTo(new LinksConfig(
                        List.of("good.example"),
                        List.of("bad.example"),
                        Action.DROP,
                        Action.HOLD,
                        Action.MASK,
                        Action.FLAG,
                        Action.SHADOW,
                        true));
        assertThat(policy.mentions()).isEqualTo(new MentionsConfig(5, Action.HOLD, Action.REFUSE, true));
        assertThat(policy.caps()).isEqualTo(new CapsConfig(80, 30, Action.FLAG, true));
        assertThat(policy.model())
                .isEqualTo(new ModelConfig(
                        false,
                        Map.of("insult", 0.7),
                        Map.of("threat", 0.8),
                        Map.of("spam", 0.9),
                        Map.of("sexual", 0.95),
                        Map.of("spam", 0.98),
                        true));
    }

    private String everything() {
        return """
                ops: {host: 0.0.0.0, port: 1234}
                application-id: other
                message-limit: 1KiB
                text-limit: 2000
                rate:
                  sustained: {messages: 5, per: 10s}
                  burst: {messages: 2, per: 500ms}
                blocklist:
                  name: words
                  terms: [idiot]
                  terms-file: FOLDER/terms
                  allowed: [fine]
                  allowed-file: FOLDER/allowed
                  action: mask
                  trial: true
                lists:
                  - {name: scams, kind: domains, terms-file: FOLDER/domains, action: drop}
                  - {name: slurs, trial: true}
                patterns:
                  - {name: codes, pattern: '\\d{6}', action: shadow, trial: true}
                links:
                  allowed: [good.example]
                  blocked-file: FOLDER/domains
                  blocked-action: drop
                  invites: hold
                  disguised: mask
                  shorteners: flag
                  others: shadow
                  trial: true
                mentions: {limit: 5, action: hold, everyone: refuse, trial: true}
                raids: {enabled: true}
                caps: {percent: 80, letters: 30, action: flag, trial: true}
                model:
                  enabled: false
                  file: model.bin
                  flag: {insult: 0.7}
                  hold: {threat: 0.8}
                  shadow: {spam: 0.9}
                  drop: {sexual: 0.95}
                  refuse: {spam: "0.98"}
                  trial: true
                """.replace("FOLDER", folder.toString());
    }

    @Test
    void everyKeyOfConductAndHandlingCanBeSet() {
        PolicySettings policy = read("""
                        slow-mode: 30s
                        duplicates:
                          identical: {most: 1, window: 2s, action: drop, trial: true}
                          similar: {most: 2, window: 3s, action: hold}
                          cross-posts: {most: 4, window: 5s, action: refuse}
                          min-length: 6
                          distance: 7
                          allowed: [good morning]
                        flood: {characters: 500, per: 10s, action: refuse, trial: true}
                        newcomers: {new-for: 1h, remembered: 2h, links: hold, mentions: mask, trial: true}
                        escalation:
                          half-life: 1d
                          steps:
                            - {strikes: 1.5, action: warn}
                            - {strikes: 2, action: slow, length: 10m, interval: 30s}
                          by-rule: {caps: 0.25}
                          by-action: {mask: 1}
                        raids:
                          joins: {people: 50, window: 1m}
                          newcomers: {people: 20, window: 2m}
                          same-text: {people: 5, window: 3m}
                          min-length: 9
                          distance: 10
                          lock-for: 1h
                          learn-for: 2d
                          trial: true
                        scorer:
                          mode: hold
                          deadline: 500ms
                          on-model-down: block
                          flag: {toxic: 0.5}
                          hold: {toxic: 0.7}
                          refuse: {toxic: 0.9}
                          trial: true
                        hold: {timeout: 1h, on-timeout: deliver, most: 5}
                        review: {flagged: true}
                        exempt: {users: [ann], roles: [moderator]}
                        """).policy();

        assertThat(policy.slowMode()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.duplicates())
                .isEqualTo(new ConductConfig.Duplicates(
                        new ConductConfig.Repeats(1, Duration.ofSeconds(2), Action.DROP, true),
                        new ConductConfig.Repeats(2, Duration.ofSeconds(3), Action.HOLD, false),
                        new ConductConfig.Repeats(4, Duration.ofSeconds(5), Action.REFUSE, false),
                        6,
                        7,
                        List.of("good morning")));
        assertThat(policy.flood()).isEqualTo(new ConductConfig.Flood(500, Duration.ofSeconds(10), Action.REFUSE, true));
        assertThat(policy.newcomers())
                .isEqualTo(new ConductConfig.Newcomers(
                        Duration.ofHours(1), Duration.ofHours(2), Action.HOLD, Action.MASK, true));
        assertThat(policy.escalation())
                .isEqualTo(new EscalationConfig(
                        Duration.ofDays(1),
                        List.of(
                                new EscalationConfig.Step(
                                        1.5, EscalationConfig.StepAction.WARN, Duration.ZERO, Duration.ZERO),
                                new EscalationConfig.Step(
                                        2,
                                        EscalationConfig.StepAction.SLOW,
                                        Duration.ofMinutes(10),
                                        Duration.ofSeconds(30))),
                        Map.of("caps", 0.25),
                        Map.of("mask", 1.0)));
        assertThat(policy.raids())
                .isEqualTo(new RaidsConfig(
                        new RaidsConfig.Crowd(50, Duration.ofMinutes(1)),
                        new RaidsConfig.Crowd(20, Duration.ofMinutes(2)),
                        new RaidsConfig.Crowd(5, Duration.ofMinutes(3)),
                        9,
                        10,
                        Duration.ofHours(1),
                        Duration.ofDays(2),
                        true));
        assertThat(policy.scorer())
                .isEqualTo(new LargerModelConfig(
                        LargerModelConfig.Mode.HOLD,
                        Duration.ofMillis(500),
                        LargerModelConfig.OnModelDown.BLOCK,
                        Map.of("toxic", 0.5),
                        Map.of("toxic", 0.7),
                        Map.of("toxic", 0.9),
                        true));
        assertThat(policy.hold()).isEqualTo(new HoldConfig(Duration.ofHours(1), HoldConfig.OnTimeout.DELIVER, 5));
        assertThat(policy.review()).isEqualTo(new ReviewConfig(true));
        assertThat(policy.exempt()).isEqualTo(new ExemptConfig(List.of("ann"), List.of("moderator")));
    }

    @Test
    void thresholdsOfTheModelCanComeFromTheEnvironment() {
        ModerationConfig config = Config.of(
                        Map.of("moderation", Map.of("model", Map.of("flag", Map.of("insult", 0.7)))),
                        Map.of(
                                "MILLRACE_MODERATION_MODEL_FLAG_INSULT", "0.75",
                                "MILLRACE_MODERATION_MODEL_REFUSE_SPAM", "0.9"))
                .read(ModerationConfig::read);

        assertThat(config.policy().model().flag()).containsExactly(Map.entry("insult", 0.75));
        assertThat(config.policy().model().refuse()).containsExactly(Map.entry("spam", 0.9));
    }

    @Test
    void everyMistakeIsToldWithItsKey() {
        assertThatThrownBy(() -> read("""
                        text-limit: -1
                        rate: {burst: {messages: 0}}
                        model:
                          flag: {insult: 1.5}
                          refuse: {spam: much}
                        flood: {action: mask}
                        raids: {joins: {people: 1}}
                        newcomers: {remembered: 1s}
                        escalation: {steps: [{action: ban}]}
                        blocklist: {terms-file: /does/not/exist, wordz: 1}
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.text-limit: must be between")
                .hasMessageContaining("moderation.rate.burst.messages: must be between")
                .hasMessageContaining("moderation.model.flag.insult: must be a number between 0 and 1, is 1.5")
                .hasMessageContaining("moderation.model.refuse.spam: must be a number between 0 and 1, is much")
                .hasMessageContaining("moderation.flood.action: must not be mask")
                .hasMessageContaining("moderation.raids.joins.people: must be 0 for none or at least 2")
                .hasMessageContaining("moderation.newcomers.remembered: must not be shorter")
                .hasMessageContaining("moderation.escalation.steps[0].strikes: is required")
                .hasMessageContaining("moderation.escalation.steps[0].action: must be one of warn, slow,")
                .hasMessageContaining("moderation.blocklist.terms-file: names a file that cannot be read")
                .hasMessageContaining("moderation.blocklist.wordz: unknown key");
    }

    @Test
    void termsAndPatternsAreNeverPrinted() {
        ModerationConfig config = read("""
                blocklist: {terms: [badword]}
                patterns: [{name: a, pattern: badword}]
                """);

        assertThat(config.toString()).contains("terms=1").doesNotContain("badword");
    }

    private static ModerationConfig read(String moderation) {
        return ModerationYaml.of(moderation).read(ModerationConfig::read);
    }
}
