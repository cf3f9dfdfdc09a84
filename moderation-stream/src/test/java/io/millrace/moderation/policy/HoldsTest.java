package io.millrace.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.policy.Holds.OnTimeout;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldsTest {

    @Test
    void holdNeedsATimeAndRoomForAMessage() {
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
            assertThatThrownBy(() -> new Holds(wrong, OnTimeout.DROP, 1, false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Holds(Duration.ofSeconds(1), OnTimeout.DROP, 0, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Holds(Duration.ofMillis(1), OnTimeout.DROP, 1, false).most())
                .isOne();
    }

    @Test
    void exemptionDoesNotChangeWithTheSetsItWasMadeFrom() {
        Set<String> users = new HashSet<>(Set.of("alice"));
        Exemption exemption = new Exemption(users, Set.of());

        users.add("bob");

        assertThat(exemption.users()).containsExactly("alice");
    }
}
