package io.millrace.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RevokedUsersTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);
    private static final UserId ALICE = new UserId("alice");

    private final RevokedUsers revoked = new RevokedUsers();

    @Test
    void laterEndCounts() {
        revoked.add(ALICE, NOW.plusSeconds(10), NOW);
        revoked.add(ALICE, NOW.plusSeconds(20), NOW);

        assertThat(revoked.contains(ALICE, NOW.plusSeconds(19))).isTrue();
        assertThat(revoked.contains(ALICE, NOW.plusSeconds(20))).isFalse();
    }

    @Test
    void whenThereAreTooManyEverybodyIsMeant() {
        UserId innocent = new UserId("innocent");
        fill(NOW);
        assertThat(revoked.contains(innocent, NOW)).isFalse();

        revoked.add(ALICE, NOW.plusSeconds(20), NOW);

        assertThat(revoked.contains(ALICE, NOW)).isTrue();
        assertThat(revoked.contains(new UserId("u0"), NOW)).isTrue();
        assertThat(revoked.contains(innocent, NOW.plusSeconds(19))).isTrue();
        assertThat(revoked.contains(innocent, NOW.plusSeconds(20))).isFalse();
    }

    @Test
    void whoIsOverMakesRoom() {
        fill(NOW);

        revoked.add(ALICE, NOW.plusSeconds(40), NOW.plusSeconds(10));

        assertThat(revoked.contains(ALICE, NOW.plusSeconds(10))).isTrue();
        assertThat(revoked.contains(new UserId("innocent"), NOW.plusSeconds(10)))
                .isFalse();
    }

    private void fill(Instant now) {
        for (int i = 0; i < RevokedUsers.MOST; i++) {
            revoked.add(new UserId("u" + i), now.plusSeconds(10), now);
        }
    }
}
