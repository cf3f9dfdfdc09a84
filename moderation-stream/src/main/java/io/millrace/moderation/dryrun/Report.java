package io.millrace.moderation.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a dry run tells.
///
/// @param from start of the range, ISO 8601, included
/// @param to end of the range, excluded
/// @param source the topic that was read
/// @param skipped records that could not be read or are not moderated
/// @param cut whether there was more than was read
/// @param notReplayed what was left out of the comparison
record Report(
        String from,
        String to,
        String source,
        long skipped,
        boolean cut,
        List<String> notReplayed,
        Comparison.Result result) {

    /// What the past does not tell.
    static final List<String> NOT_REPLAYED = List.of(
            "newcomers (who was new is not known)",
            "sanctions, escalation and lockdowns",
            "the larger model",
            "rulings of moderators");

    private static final int MOST_ROOMS = 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// For programs.
    String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }

    /// For people.
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d messages of %s from %s to %s%s; %,d records skipped",
                result.messages(),
                source,
                from,
                to,
                cut ? " (cut: there are more, see --limit)" : "",
                skipped));
        double share = result.messages() == 0 ? 0 : 100.0 * result.changed() / result.messages();
        lines.add(
                String.format(Locale.ROOT, "%,d of them would get another verdict (%.2f %%)", result.changed(), share));
        lines.add("");
        lines.add("verdict now -> then");
        mostFirst(result.verdicts()).forEach(entry -> lines.add(count(entry.getValue(), entry.getKey())));
        if (!result.rules().isEmpty()) {
            lines.add("");
            lines.add("         now         then  rule");
            result.rules()
                    .forEach((rule, counts) -> lines.add(
                            String.format(Locale.ROOT, "%,12d %,12d  %s", counts.now(), counts.then(), rule)));
        }
        if (!result.rooms().isEmpty()) {
            lines.add("");
            lines.add("rooms with the most changes, of " + result.rooms().size());
            mostFirst(result.rooms()).stream()
                    .limit(MOST_ROOMS)
                    .forEach(entry -> lines.add(count(entry.getValue(), entry.getKey())));
        }
        result.examples().forEach((change, examples) -> {
            lines.add("");
            lines.add("examples of " + change);
            examples.forEach(example -> lines.add("  " + line(example)));
        });
        lines.add("");
        lines.add("not replayed: " + String.join("; ", notReplayed));
        return String.join(System.lineSeparator(), lines);
    }

    private static List<Map.Entry<String, Long>> mostFirst(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,12d  %s", count, what);
    }

    private static String line(Comparison.Example example) {
        String offset = example.offset() == null ? "" : " offset " + example.offset();
        String text = example.text() == null ? "" : " \"" + printable(example.text()) + '"';
        return example.room() + offset + " message " + example.messageId() + ' ' + example.rules() + text;
    }

    /// What users wrote must not steer the terminal.
    private static String printable(String text) {
        return text.codePoints()
                .map(codePoint -> Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT
                        ? ' '
                        : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
