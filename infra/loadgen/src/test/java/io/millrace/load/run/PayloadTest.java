package io.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void payloadHasItsSizeAndTellsTimeAndId() {
        byte[] data = Payload.of(-1_234, "run-000000000007", 120).toByteArray();

        assertThat(data).hasSize(120);
        assertThat(Payload.dueNanos(data, 0, data.length)).isEqualTo(-1_234);
        assertThat(Payload.id(data, 0, data.length)).isEqualTo("run-000000000007");
    }

    @Test
    void smallOneHasNoPadding() {
        assertThat(Payload.of(5, "a", 1).toStringUtf8()).isEqualTo("{\"at\":5,\"id\":\"a\"}");
    }

    @Test
    void othersDataTellsNothing() {
        byte[] other = "{\"text\":\"hi\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(Payload.dueNanos(other, 0, other.length)).isEqualTo(Payload.UNKNOWN);
        assertThat(Payload.id(other, 0, other.length)).isEmpty();
    }

    @Test
    void oneByteChangesTheHash() {
        byte[] data = Payload.of(5, "a", 100).toByteArray();
        int before = Payload.hash(data, 0, data.length);
        data[50] ^= 1;

        assertThat(Payload.hash(data, 0, data.length)).isNotEqualTo(before);
    }
}
