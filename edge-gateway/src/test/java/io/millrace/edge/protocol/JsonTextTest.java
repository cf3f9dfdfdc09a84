package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-1.5e-7",
                "1E400",
                "\"\"",
                "\"\\ud83d\"",
                "true",
                "false",
                "null",
                "[]",
                "{}",
                " [ 1 , {} ] ",
                "\n\r\t1\n",
                "{\"a\":1,\"a\":2}",
                "\"\u007f\u2028\ufeff😀\"",
                "\"\\/\\b\\f\\n\\r\\t\\u0000\""
            })
    void oneCompleteValueIsJson(String text) {
        assertThat(JsonText.isJson(utf8(text))).isTrue();
        assertThat(Payload.wrap(utf8(text)).isJson()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 2",
                "1,",
                "{}{}",
                "{} x",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\t\"",
                "\"\n\"",
                "\"\u0000\"",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "0x1",
                "NaN",
                "Infinity",
                "-Infinity",
                "True",
                "nul",
                "nulll",
                "undefined",
                "// c\n1",
                "/* c */1",
                "# c\n1",
                "]",
                "}",
                ",",
                ":",
                "\ufeff1",
                "\u00a01",
                "\u0000",
                "1\u0000"
            })
    void anythingElseIsNot(String text) {
        assertThat(JsonText.isJson(utf8(text))).isFalse();
    }

    @Test
    void bytesThatAreNotUtf8AreNotJson() {
        assertThat(JsonText.isJson(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}))
                .isFalse();
        assertThat(JsonText.isJson(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .isFalse();
        assertThat(JsonText.isJson("[1]".getBytes(StandardCharsets.UTF_16BE))).isFalse();
        assertThat(JsonText.isJson("[1]".getBytes(StandardCharsets.UTF_16LE))).isFalse();
    }

    @Test
    void nestingIsLimited() {
        assertThat(JsonText.isJson(utf8("[".repeat(64) + "]".repeat(64)))).isTrue();
        assertThat(JsonText.isJson(utf8("[".repeat(65) + "]".repeat(65)))).isFalse();
        assertThat(JsonText.isJson(utf8("[".repeat(1_000_000)))).isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
