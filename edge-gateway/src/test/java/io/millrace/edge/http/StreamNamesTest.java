package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamNamesTest {

    private static final byte[] KEY = "one key of thirty-two bytes or so".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "another key, just as long as that".getBytes(StandardCharsets.UTF_8);

    private final StreamNames names = new StreamNames(List.of(KEY));

    @Test
    void nameIsGoodAtEveryEdgeWithTheSameKey() {
        String name = names.next("edge-1");

        assertThat(new StreamNames(List.of(KEY)).isGood("edge-1", name)).isTrue();
        assertThat(names.next("edge-1")).isNotEqualTo(name).hasSameSizeAs(name);
    }

    @Test
    void nameIsGoodForItsEdgeOnly() {
        assertThat(names.isGood("edge-2", names.next("edge-1"))).isFalse();
    }

    @Test
    void everyChangedOrMissingCharacterShows() {
        String name = names.next("edge-1");

        for (int i = 0; i < name.length(); i++) {
            char other = name.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(names.isGood("edge-1", name.substring(0, i) + other + name.substring(i + 1)))
                    .as("character %d", i)
                    .isFalse();
            assertThat(names.isGood("edge-1", name.substring(0, i))).isFalse();
        }
        assertThat(names.isGood("edge-1", name + "A")).isFalse();
        assertThat(names.isGood("edge-1", "")).isFalse();
    }

    @Test
    void whileTheKeyIsReplacedNamesOfBothAreGood() {
        StreamNames later = new StreamNames(List.of(OTHER, KEY));

        assertThat(later.isGood("edge-1", names.next("edge-1"))).isTrue();
        assertThat(later.isGood("edge-1", later.next("edge-1"))).isTrue();
        assertThat(names.isGood("edge-1", later.next("edge-1"))).isFalse();
    }

    @Test
    void withoutAKeyNamesOnlyHaveTheirLength() {
        StreamNames keyless = new StreamNames(List.of());

        assertThat(keyless.isGood("edge-1", keyless.next("edge-1"))).isTrue();
        assertThat(keyless.isGood("edge-1", "short")).isFalse();
        assertThat(keyless.isGood("edge-1", names.next("edge-1"))).isFalse();
    }
}
