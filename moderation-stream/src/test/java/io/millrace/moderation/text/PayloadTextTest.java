package io.millrace.moderation.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hello\" | hello",
                "{\"text\":\"hello\"} | hello",
                "{\"a\":{\"b\":[\"one\",2,true,null,\"two\"]}} | one-two",
                "{\"key\":1} | ''",
                "[] | ''",
                "42 | ''",
                "{\"text\":\"\\u0069diot\"} | idiot",
                "not json | not json",
                "{\"text\":\"cut off | {\"text\":\"cut off",
            })
    void everyStringValueIsJudged(String json, String text) {
        assertThat(of(json, PayloadFormat.JSON, 100).replace('\n', '-')).isEqualTo(text);
    }

    @Test
    void binaryPayloadHasNoText() {
        assertThat(of("\"hello\"", PayloadFormat.BINARY, 100)).isEmpty();
    }

    @Test
    void textIsCutAtTheLimit() {
        assertThat(of("[\"aaaa\",\"bbbb\"]", PayloadFormat.JSON, 6)).isEqualTo("aaaa\nb");
        assertThat(of("no json at all", PayloadFormat.JSON, 2)).isEqualTo("no");
    }

    @Test
    void longNumbersAndNamesHideNoText() {
        String number = "1".repeat(1001);
        String name = "n".repeat(50_001);

        assertThat(of("{\"" + name + "\":" + number + ",\"t\":\"\\u0069diot\"}", PayloadFormat.JSON, 100))
                .isEqualTo("idiot");
    }

    @Test
    void documentTooDeepToParseIsJudgedAsPlainText() {
        String deep = "[".repeat(2000) + "\"hello\"" + "]".repeat(2000);

        assertThat(of(deep, PayloadFormat.JSON, 10_000)).contains("hello");
    }

    @Test
    void payloadIsReadWithoutMovingIt() {
        ByteBuffer data = ByteBuffer.wrap("xx\"hello\"".getBytes(StandardCharsets.UTF_8), 2, 7);

        assertThat(PayloadText.of(data, PayloadFormat.JSON, 100)).isEqualTo("hello");
        assertThat(data.position()).isEqualTo(2);
    }

    private static String of(String payload, PayloadFormat format, int limit) {
        return PayloadText.of(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), format, limit);
    }
}
