package io.millrace.moderation.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadMaskTest {

    private static final int LIMIT = 1000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"you idiot!\"                            | 4 | 9  | \"you *****!\"",
                "{\"idiot\":\"idiot\", \"n\": 1.50E+2 }    | 0 | 5  | {\"idiot\":\"*****\", \"n\": 1.50E+2 }",
                "[\"one\" ,\"two\"]                      | 2 | 5  | [\"on*\" ,\"*wo\"]",
                "[\"\", \"\", \"a\", \"\", \"b\"]         | 3 | 4  | [\"\", \"\", \"a\", \"\", \"*\"]",
                "\"bad  word\\n\\u0020x\"                 | 0 | 12 | \"***  ****\\n\\u0020*\"",
                "\"a\\\"b\\/\\u0041\\ud83d\\ude00c\"        | 1 | 6  | \"a*****c\"",
                "\"\uD83D\uDE00x\"                        | 1 | 2  | \"*x\"",
                "\"é漢x\"                              | 0 | 2  | \"**x\"",
                "\"\\ud83dx\"                          | 0 | 1  | \"*x\"",
                "\"tail\"                              | 2 | 2147483647 | \"ta**\"",
                "{\"n\":1}                             | 0 | 9  | {\"n\":1}",
                "no json at all                        | 3 | 7  | no **** at all",
            })
    void placesAreBlottedOutAndAllElseStays(String json, int start, int end, String expected) {
        assertThat(mask(json, PayloadFormat.JSON, LIMIT, new Span(start, end))).isEqualTo(expected);
    }

    @Test
    void overlappingPlacesCountOnce() {
        assertThat(mask("\"abcdef\"", PayloadFormat.JSON, LIMIT, new Span(1, 3), new Span(2, 5), new Span(1, 1)))
                .isEqualTo("\"a****f\"");
    }

    @Test
    void whatWasNotJudgedStays() {
        assertThat(mask("[\"abcd\",\"efgh\",\"ij\"]", PayloadFormat.JSON, 7, new Span(3, 100)))
                .isEqualTo("[\"abc*\",\"**gh\",\"ij\"]");
    }

    @Test
    void binaryPayloadHasNothingToBlotOut() {
        assertThat(mask("\"abc\"", PayloadFormat.BINARY, LIMIT, new Span(0, 3))).isEqualTo("\"abc\"");
    }

    @Test
    void payloadIsReadWithoutMovingIt() {
        ByteBuffer data = ByteBuffer.wrap("xx\"abc\"yy".getBytes(StandardCharsets.UTF_8), 2, 5);

        ByteBuffer masked = PayloadMask.mask(data, PayloadFormat.JSON, LIMIT, List.of(new Span(0, 3)));

        assertThat(StandardCharsets.UTF_8.decode(masked).toString()).isEqualTo("\"***\"");
        assertThat(data.position()).isEqualTo(2);
        assertThat(StandardCharsets.UTF_8.decode(data).toString()).isEqualTo("\"abc\"");
    }

    private static String mask(String payload, PayloadFormat format, int limit, Span... spans) {
        ByteBuffer data = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
        return StandardCharsets.UTF_8
                .decode(PayloadMask.mask(data, format, limit, List.of(spans)))
                .toString();
    }
}
