package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.MessageId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcPublishTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.50e+3",
                "12345678901234567890.12345678901234567890",
                "true",
                "null",
                "\"\"",
                "\"ends with a comma,\"",
                "\"ends with spaces  \"",
                "\"\\u00e9\\n\"",
                "\"üñí🎈\"",
                "{}",
                "[]",
                "[1, 2,\t3 ]",
                "{\"b\": 1,  \"a\" :{\"data\":[{}, [ ]]}, \"channel\":\"x\", \"key\":7}"
            })
    void dataIsTakenVerbatimWhereverItStands(String data) {
        assertThat(data(parse("{\"channel\":\"c:a\",\"data\":" + data + "}"))).isEqualTo(data);
        assertThat(data(parse("{\"channel\":\"c:a\",\"data\": " + data + "\n}")))
                .isEqualTo(data);
        assertThat(data(parse("{\"data\":" + data + ",\"channel\":\"c:a\"}"))).isEqualTo(data);
        assertThat(data(parse("{\"data\" :\t" + data + " , \"key\":\"k\",\"channel\":\"c:a\"}")))
                .isEqualTo(data);
        assertThat(data(parse("{\"key\":\"ü\",\"data\":" + data + ",\"channel\":\"c:a\"}")))
                .isEqualTo(data);
    }

    @Test
    void largeDataIsTakenVerbatim() {
        String data = "[" + "\"é\", ".repeat(20_000) + "1]";

        assertThat(data(parse("{\"channel\":\"c:a\",\"data\":" + data + ",\"key\":\"k\"}")))
                .isEqualTo(data);
    }

    @Test
    void partsAreFound() {
        RpcPublish request = parse("{\"key\":\"k-1\",\"channel\":\"chat:a\",\"data\":{}}");

        assertThat(request.channel()).isEqualTo("chat:a");
        assertThat(request.key()).isEqualTo("k-1");
        assertThat(parse("{\"channel\":\"c:a\"}").data()).isEqualTo(Payload.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "\"chat:a\"",
                "[]",
                "{}",
                "{\"channel\":\"\"}",
                "{\"channel\":null,\"data\":1}",
                "{\"channel\":\"c:a\",\"data\":}",
                "{\"channel\":\"c:a\",\"data\":1",
                "{\"channel\":\"c:a\",\"data\":1} {}",
                "{\"channel\":\"c:a\",\"data\":1}}",
                "{\"channel\":\"c:a\",\"data\":01}",
                "{\"channel\":\"c:a\",\"other\":1}"
            })
    void badRequestsAreRefusedWithAReason(String request) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(request))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void otherEncodingsOfJsonAreRefused() {
        byte[] utf16 = "{\"channel\":\"c:a\",\"data\":1}".getBytes(StandardCharsets.UTF_16LE);

        assertThatIllegalArgumentException().isThrownBy(() -> RpcPublish.parse(Payload.wrap(utf16)));
    }

    @Test
    void keyHasALimit() {
        assertThat(parse("{\"channel\":\"c:a\",\"key\":\"" + "k".repeat(255) + "\"}")
                        .key())
                .hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("{\"channel\":\"c:a\",\"key\":\"" + "k".repeat(256) + "\"}"))
                .withMessageContaining("255")
                .withMessageContaining("256");
    }

    @Test
    void resultNamesThePlace() {
        assertThat(text(RpcPublish.result(new MessageId("m-1"), Long.MAX_VALUE, "e\"1")))
                .isEqualTo("{\"offset\":9223372036854775807,\"epoch\":\"e\\\"1\",\"messageId\":\"m-1\"}");
    }

    private static RpcPublish parse(String request) {
        return RpcPublish.parse(Payload.wrap(request.getBytes(StandardCharsets.UTF_8)));
    }

    private static String data(RpcPublish request) {
        return text(request.data());
    }

    private static String text(Payload payload) {
        return new String(payload.toByteArray(), StandardCharsets.UTF_8);
    }
}
