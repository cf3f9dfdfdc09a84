package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    ''                                  | ''                              | JSON     | none
                    centrifuge-json                     | ''                              | JSON     | centrifuge-json
                    centrifuge-protobuf                 | ''                              | PROTOBUF | centrifuge-protobuf
                    centrifuge-json,centrifuge-protobuf | ''                              | JSON     | centrifuge-json
                    centrifuge-protobuf,centrifuge-json | ''                              | PROTOBUF | centrifuge-protobuf
                    mqtt,centrifuge-protobuf            | ''                              | PROTOBUF | centrifuge-protobuf
                    mqtt                                | ''                              | JSON     | none
                    Centrifuge-Protobuf                 | ''                              | JSON     | none
                    ''                                  | format=protobuf                 | PROTOBUF | none
                    ''                                  | cf_protocol=protobuf            | PROTOBUF | none
                    ''                                  | a=b&cf_protocol=protobuf&c=d    | PROTOBUF | none
                    ''                                  | format=json                     | JSON     | none
                    ''                                  | xformat=protobuf                | JSON     | none
                    ''                                  | format=protobuf2                | JSON     | none
                    ''                                  | cf_ws_frame_ping_pong=true      | JSON     | none
                    centrifuge-json                     | format=protobuf                 | PROTOBUF | centrifuge-json
                    """)
    void encodingFollowsSubprotocolAndQuery(String offered, String query, Encoding encoding, String echoed) {
        List<String> subprotocols = offered.isEmpty() ? List.of() : List.of(offered.split(","));

        assertThat(Encoding.choose(subprotocols, query)).isEqualTo(new Encoding.Choice(encoding, echoed));
    }

    @Test
    void jsonRepliesAreJoinedByNewlinesWithoutOneAtTheEnd() {
        byte[] message = Encoding.JSON.join(List.of(utf8("{}"), utf8("{\"id\":1}"), utf8("{}")));

        assertThat(new String(message, StandardCharsets.UTF_8)).isEqualTo("{}\n{\"id\":1}\n{}");
        assertThat(Encoding.JSON.join(List.of(utf8("{}")))).isEqualTo(utf8("{}"));
        assertThat(Encoding.JSON.join(List.of())).isEmpty();
        assertThat(Encoding.JSON.separatorLength()).isEqualTo(1);
        assertThat(Encoding.JSON.isBinary()).isFalse();
    }

    @Test
    void protobufRepliesFollowEachOther() {
        assertThat(Encoding.PROTOBUF.join(List.of(new byte[] {0}, new byte[] {2, 8, 1}, new byte[] {0})))
                .containsExactly(0, 2, 8, 1, 0);
        assertThat(Encoding.PROTOBUF.separatorLength()).isZero();
        assertThat(Encoding.PROTOBUF.isBinary()).isTrue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
