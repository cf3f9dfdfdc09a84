package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlocklistVectorsTest {

    private static final Rule RULE = new BlocklistRule(Vectors.blocklist());

    static List<Vectors.Row> rows() {
        return Vectors.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void textIsJudgedAsTheRowSays(Vectors.Row row) {
        List<Hit> hits = RULE.judge(Candidates.text(row.text()));

        assertThat(!hits.isEmpty()).as(row.toString()).isEqualTo(row.blocked());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void textInsideAJsonDocumentIsJudgedTheSame(Vectors.Row row) {
        String json = "{\"n\":1,\"body\":{\"text\":\"" + escaped(row.text()) + "\"}}";

        List<Hit> hits = RULE.judge(new Candidate(
                ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, Candidates.TEXT_LIMIT));

        assertThat(!hits.isEmpty()).as(row.toString()).isEqualTo(row.blocked());
    }

    @Test
    void thereAreEnoughRowsOfBothKinds() {
        assertThat(rows()).filteredOn(Vectors.Row::blocked).hasSizeGreaterThan(100);
        assertThat(rows()).filteredOn(row -> !row.blocked()).hasSizeGreaterThan(60);
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder();
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json.toString();
    }
}
