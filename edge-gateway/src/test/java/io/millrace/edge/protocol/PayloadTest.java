package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static final byte[] BYTES = "secret".getBytes(StandardCharsets.UTF_8);

    @Test
    void copiesDoNotFollowTheirSource() {
        byte[] source = BYTES.clone();
        Payload slice = Payload.copyOf(source, 1, 4);
        Payload buffer = Payload.copyOf(ByteBuffer.wrap(source, 1, 3));

        source[1] = 0;

        assertThat(slice).isEqualTo(buffer).hasSameHashCodeAs(buffer);
        assertThat(slice.toByteArray()).isEqualTo("ecr".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void copyingFromABufferLeavesItsPosition() {
        ByteBuffer buffer = ByteBuffer.wrap(BYTES, 2, 3);

        assertThat(Payload.copyOf(buffer).size()).isEqualTo(3);
        assertThat(buffer.position()).isEqualTo(2);
    }

    @Test
    void nobodyChangesAPayloadFromOutside() {
        Payload payload = Payload.copyOf(BYTES, 0, BYTES.length);

        payload.toByteArray()[0] = 0;

        assertThat(payload).isEqualTo(Payload.wrap(BYTES)).isNotEqualTo(Payload.NONE);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> payload.asByteBuffer().put((byte) 0));
    }

    @Test
    void noBytesAreOneAndTheSamePayload() {
        assertThat(Payload.wrap(new byte[0])).isSameAs(Payload.NONE);
        assertThat(Payload.NONE.isEmpty()).isTrue();
        assertThat(Payload.NONE.isJson()).isFalse();
        assertThat(Payload.wrap(BYTES).isEmpty()).isFalse();
    }

    @Test
    void textShowsTheSizeOnly() {
        assertThat(Payload.wrap(BYTES)).hasToString("Payload[6 bytes]");
        assertThat(new Token("secret")).hasToString("Token[redacted]");
        assertThat(Token.NONE).hasToString("Token[none]");
    }

    @Test
    void limitsThatRefuseEverythingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DecodeLimits(0, 3, -1))
                .withMessage("commands must be at least 1, nesting 4 and mapEntries 0, are 0, 3 and -1");
    }
}
