package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol section 13.
class EmulationRequestTest {

    @Test
    void jsonCarriesCommandsAsAString() {
        EmulationRequest request = json("""
                {"session":"s","node":"n","data":"{\\"id\\":1}\\n{}","more":[1]}""");

        assertThat(request.node()).isEqualTo("n");
        assertThat(request.session()).isEqualTo("s");
        assertThat(text(request)).isEqualTo("{\"id\":1}\n{}");
    }

    @Test
    void protobufCarriesCommandsAsBytes() {
        byte[] body = Proto.proto()
                .text(1, "n")
                .text(2, "s")
                .bytes(3, new byte[] {1, 0})
                .toByteArray();

        EmulationRequest request = EmulationRequest.decode(Encoding.PROTOBUF, body);

        assertThat(request.node()).isEqualTo("n");
        assertThat(request.session()).isEqualTo("s");
        assertThat(request.data().toByteArray()).containsExactly(1, 0);
    }

    @Test
    void absentFieldsAreEmpty() {
        assertThat(json("{}")).isEqualTo(EmulationRequest.decode(Encoding.PROTOBUF, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}{}", "{\"data\":{}}", "{\"session\":1}", "{\"node\":\"\\ud800\"}"})
    void malformedJsonIsRefused(String body) {
        assertThatThrownBy(() -> json(body)).isInstanceOf(ProtocolViolation.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\n\u0005a", "\u0008\u0001"})
    void malformedProtobufIsRefused(String body) {
        assertThatThrownBy(() -> EmulationRequest.decode(Encoding.PROTOBUF, body.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void secretIsNotPrinted() {
        assertThat(json("{\"session\":\"s3cret\",\"node\":\"n\"}")).hasToString("EmulationRequest[node=n]");
    }

    private static EmulationRequest json(String body) {
        return EmulationRequest.decode(Encoding.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(EmulationRequest request) {
        return new String(request.data().toByteArray(), StandardCharsets.UTF_8);
    }
}
