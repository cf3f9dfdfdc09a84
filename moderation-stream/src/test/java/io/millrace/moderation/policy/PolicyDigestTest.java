package io.millrace.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDigestTest {

    @Test
    void equalSettingsHaveEqualVersions() {
        assertThat(version(10, List.of("a", "b"))).isEqualTo(version(10, List.of("a", "b")));
        assertThat(version(10, List.of("a", "b"))).matches("[0-9a-f]{16}");
    }

    @Test
    void anyChangeHasAnotherVersion() {
        String version = version(10, List.of("a", "b"));

        assertThat(version(11, List.of("a", "b"))).isNotEqualTo(version);
        assertThat(version(10, List.of("b", "a"))).isNotEqualTo(version);
        assertThat(version(10, List.of("ab"))).isNotEqualTo(version);
        assertThat(version(10, List.of("a", "b", ""))).isNotEqualTo(version);
    }

    private static String version(long limit, List<String> terms) {
        return new PolicyDigest().add("limit", limit).add("terms", terms).version();
    }
}
