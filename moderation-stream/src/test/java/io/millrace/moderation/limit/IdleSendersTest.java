package io.millrace.moderation.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdleSendersTest {

    private final IdleSenders idle = new IdleSenders();
    private final Map<String, Long> forgettable = new HashMap<>();

    @Test
    void nobodyIsForgottenBeforeTheTime() {
        know("alice", 100);

        assertThat(idle.next(99, forgettable::get)).isNull();
    }

    @Test
    void sendersAreForgottenOldestFirst() {
        know("bob", 200);
        know("alice", 100);

        assertThat(idle.next(300, forgettable::get)).isEqualTo("alice");
        assertThat(idle.next(300, forgettable::get)).isEqualTo("bob");
        assertThat(idle.next(300, forgettable::get)).isNull();
    }

    @Test
    void senderThatSentAgainIsLookedAtLater() {
        know("alice", 100);
        forgettable.put("alice", 500L);

        assertThat(idle.next(300, forgettable::get)).isNull();
        assertThat(idle.size()).isEqualTo(1);
        assertThat(idle.next(500, forgettable::get)).isEqualTo("alice");
    }

    @Test
    void senderThatIsNotKnownAnyMoreIsDropped() {
        know("alice", 100);
        forgettable.clear();

        assertThat(idle.next(300, forgettable::get)).isNull();
        assertThat(idle.size()).isZero();
    }

    private void know(String sender, long at) {
        forgettable.put(sender, at);
        idle.add(sender, at);
    }
}
