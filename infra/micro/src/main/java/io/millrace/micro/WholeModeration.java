package io.millrace.micro;

import io.millrace.moderation.limit.Admission;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Blocklist;
import io.millrace.moderation.rule.BlocklistRule;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.CapsRule;
import io.millrace.moderation.rule.ContentPattern;
import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.LinkKind;
import io.millrace.moderation.rule.LinkRule;
import io.millrace.moderation.rule.MentionRule;
import io.millrace.moderation.rule.ModelRule;
import io.millrace.moderation.rule.PatternRule;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.rule.SizeRule;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The verdict on one message with everything switched on that looks at single messages: rates, mentions,
/// capitals, links, three patterns, a blocklist of 10,000 terms, 10,000 blocked domains, and the shipped model.
@State(Scope.Thread)
public class WholeModeration {

    private static final int TEXT_LIMIT = 32_768;
    private static final int TERMS = 10_000;

    private static final List<String> PLAIN = List.of(
            "that was a great match yesterday, see you all on sunday at the lake?",
            "has anyone seen the new timetable, i cannot find it on the page any more",
            "lol no way, i told you so! what did she say when you gave her the keys",
            "@ann the build fails on my machine, look at https://ci.example.org/runs/4711");

    /// How the messages are written: plainly, with every word disguised, or thirty times as long.
    @Param({"plain", "disguised", "long"})
    public String text = "plain";

    private final RateLimits rates =
            new RateLimits(new Rate(1_000_000, Duration.ofSeconds(60)), new Rate(100_000, Duration.ofSeconds(1)));
    private final Policy policy =
            new Policy("micro", new Limits(new SizeRule(1 << 20), rates, TEXT_LIMIT), everyRule());
    private byte[][] payloads = {};
    private @Nullable Buckets buckets;
    private long position;

    /// Writes the messages.
    @Setup
    public void prepare() {
        payloads = PLAIN.stream()
                .map(this::written)
                .map(line -> ("{\"text\":\"" + line + "\"}").getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /// Extraction of the text, folding, and all rules.
    @Benchmark
    public Verdict judge() {
        position++;
        Admission admission = rates.admit(buckets, position, position);
        buckets = admission.after();
        byte[] payload = payloads[(int) (position % payloads.length)];
        return policy.judge(
                new Candidate(ByteBuffer.wrap(payload), PayloadFormat.JSON, TEXT_LIMIT),
                admission.admitted() ? List.of() : List.of(Policy.TOO_FAST));
    }

    private String written(String line) {
        return switch (text) {
            case "disguised" ->
                line.replace('a', '\u0430').replace("e", "e\u0301").replace('o', '0');
            case "long" -> String.join(" ", Collections.nCopies(30, line));
            default -> line;
        };
    }

    private static List<Rule> everyRule() {
        List<String> words = Texts.words(2 * TERMS);
        LinearScorer scorer = new LinearScorer(Weights.shipped());
        Map<LinkKind, Severity> kinds = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : LinkKind.values()) {
            kinds.put(kind, Severity.FLAG);
        }
        List<String> domains = words.subList(TERMS, 2 * TERMS).stream()
                .map(word -> word + ".com")
                .toList();
        return List.of(
                new MentionRule(5, Optional.of(Severity.REFUSE), Optional.of(Severity.REFUSE)),
                new CapsRule(70, 10, Severity.FLAG),
                new LinkRule(Domains.of(List.of("example.org")), Domains.inAnySpelling(domains), kinds),
                new PatternRule(List.of(
                        ContentPattern.of("phone", "\\+?\\d[\\d -]{7,}\\d", Severity.FLAG),
                        ContentPattern.of("card", "\\d{4}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}", Severity.FLAG),
                        ContentPattern.of("coin", "(?i)\\b(btc|eth|usdt)\\b.{0,20}\\bwallet\\b", Severity.FLAG))),
                new BlocklistRule(Blocklist.of("micro", words.subList(0, TERMS), List.of("harmless phrase"))),
                new ModelRule(
                        scorer,
                        Map.of(
                                Severity.FLAG,
                                scorer.labels().stream()
                                        .collect(Collectors.toMap(Weights.Label::name, Weights.Label::threshold)))));
    }
}
