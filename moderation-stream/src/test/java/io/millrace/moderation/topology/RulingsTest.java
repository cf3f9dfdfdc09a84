package io.millrace.moderation.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.schema.chat.Retract;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RulingsTest {

    private final Partition partition = new Partition();

    @Test
    void offsetOfARulingCountsOnlyWithItsEpoch() {
        partition.say("hello");
        partition.say("welcome");

        partition.rule("alice", removal("hello").setOffset(7L).setEpoch("e1").build());
        partition.rule("alice", removal("welcome").setOffset(8L).build());

        assertThat(partition.retracts())
                .extracting(Retract::getMessageId, Retract::getOffset, Retract::getEpoch)
                .containsExactly(tuple("hello", 7L, "e1"), tuple("welcome", null, null));
    }

    private static Ruling.Builder removal(String message) {
        return Ruling.newBuilder()
                .setId("removal-of-" + message)
                .setMessageId(message)
                .setRoom(Partition.ROOM)
                .setUser("alice")
                .setAction(RulingAction.REMOVE)
                .setActor("mod")
                .setAt(Instant.EPOCH);
    }
}
