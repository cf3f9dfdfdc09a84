package io.millrace.moderation.desk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModeratorsTest {

    private static final Moderator ANN = new Moderator("ann", Role.MODERATOR);
    private static final Moderator LEA = new Moderator("lea", Role.LEAD);

    private final Moderators moderators =
            Moderators.of(Map.of(ANN, new Secret("a".repeat(32)), LEA, new Secret("b".repeat(32))));

    @Test
    void eachKeyIsItsModerator() {
        assertThat(moderators.find("a".repeat(32))).contains(ANN);
        assertThat(moderators.find("b".repeat(32))).contains(LEA);
    }

    @Test
    void otherKeysAreNobody() {
        assertThat(moderators.find("")).isEmpty();
        assertThat(moderators.find("a".repeat(31))).isEmpty();
        assertThat(moderators.find("a".repeat(33))).isEmpty();
        assertThat(Moderators.of(Map.of()).find("")).isEmpty();
    }
}
