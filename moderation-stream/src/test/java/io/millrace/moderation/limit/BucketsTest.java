package io.millrace.moderation.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BucketsTest {

    @Test
    void storedFormIsFixed() {
        Buckets buckets = new Buckets(1, 2, 3, 4, -1);

        assertThat(HexFormat.of().formatHex(buckets.toBytes()))
                .isEqualTo("01" + "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000004"
                        + "ffffffffffffffff");
    }

    @Test
    void otherBytesAreRefused() {
        assertThatThrownBy(() -> Buckets.fromBytes(new byte[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Buckets.fromBytes(new byte[41])).isInstanceOf(IllegalArgumentException.class);
    }
}
