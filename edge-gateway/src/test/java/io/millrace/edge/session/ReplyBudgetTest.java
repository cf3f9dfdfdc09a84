package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.RoomFixtures;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplyBudgetTest {

    private static final List<Publication> TEN_OF_1000 = LongStream.rangeClosed(1, 10)
            .mapToObj(offset ->
                    Publication.of(RoomFixtures.json("x".repeat(1_000)), RoomFixtures.client("sender"), offset))
            .toList();

    @Test
    void countsPayloadsAndWhatIsAroundThem() {
        assertThat(new ReplyBudget(10_000).holds(TEN_OF_1000)).isFalse();
        assertThat(new ReplyBudget(15_000).holds(TEN_OF_1000)).isTrue();
        assertThat(new ReplyBudget(1).holds(List.of())).isTrue();
    }

    @Test
    void cutsBehindTheLastThatFits() {
        assertThat(new ReplyBudget(5_000).cut(TEN_OF_1000)).isEqualTo(TEN_OF_1000.subList(0, 4));
        assertThat(new ReplyBudget(15_000).cut(TEN_OF_1000)).isEqualTo(TEN_OF_1000);
    }

    @Test
    void leavesAtLeastOneSoThatAReaderComesToAnEnd() {
        assertThat(new ReplyBudget(10).cut(TEN_OF_1000)).hasSize(1);
        assertThat(new ReplyBudget(10).cut(List.of())).isEmpty();
    }
}
