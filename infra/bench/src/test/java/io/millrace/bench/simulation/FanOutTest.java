package io.millrace.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.simulation.Community.Sizes;
import io.millrace.bench.simulation.FanOut.Cost;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private static final long SEED = 7;

    @Test
    void directMessagesReachTwoEdgesUnlessBothMembersShareOne() {
        Community community = rooms(1, 0, new Sizes(1, 1), 0);

        Cost cost = FanOut.simulate(community, 10, SEED);

        assertThat(cost.copies()).isCloseTo(2 - 1.0 / 10, within(0.01));
        assertThat(cost.rooms()).isEqualTo(100_000);
        assertThat(cost.follows()).isCloseTo(190_000, within(1_000L));
    }

    @Test
    void roomsOfOneSizeReachWhatTheOccupancyFormulaSays() {
        Community community = rooms(0, 1, new Sizes(14, 14), 0);
        int edges = 40;

        Cost cost = FanOut.simulate(community, edges, SEED);

        double expected = edges * (1 - Math.pow(1 - 1.0 / edges, 14));
        assertThat(cost.copies()).isCloseTo(expected, within(expected / 100));
        assertThat(cost.saving()).isCloseTo(edges / expected, within(0.05));
    }

    @Test
    void oneEdgeGetsEveryMessageOnceInBothWays() {
        Cost cost = FanOut.simulate(Community.typical(10_000), 1, SEED);

        assertThat(cost.copies()).isEqualTo(1);
        assertThat(cost.saving()).isEqualTo(1);
        assertThat(cost.directedTotal()).isEqualTo(cost.broadcastTotal());
        assertThat(cost.busiest()).isEqualTo(1);
    }

    @Test
    void roomThatEveryEdgeFollowsCostsWhatBroadcastingCosts() {
        Community community = rooms(0, 1, new Sizes(5_000, 5_000), 0);

        Cost cost = FanOut.simulate(community, 8, SEED);

        assertThat(cost.copies()).isEqualTo(8);
        assertThat(cost.directedPerEdge()).isEqualTo(cost.messagesPerSecond());
    }

    @Test
    void meanOfAKindIsWhatWasAskedFor() {
        Community groups = new Community(2_000_000, 1, 0, 14, 0, new Sizes(1, 1), 0, 1);

        Cost cost = FanOut.simulate(groups, 2, SEED);

        assertThat(2_000_000.0 / cost.rooms()).isCloseTo(14, within(0.2));
    }

    @Test
    void talkativeLargeRoomsWeighMoreThanTheirNumber() {
        Community quiet = mixed(0);
        Community talkative = mixed(1);
        int edges = 500;

        Cost byRoom = FanOut.simulate(quiet, edges, SEED);
        Cost byMember = FanOut.simulate(talkative, edges, SEED);

        double direct = 2 - 1.0 / edges;
        double channel = edges * (1 - Math.pow(1 - 1.0 / edges, 100));
        assertThat(byRoom.copies()).isCloseTo((direct + channel) / 2, within(1.0));
        assertThat(byMember.copies()).isCloseTo((2 * direct + 100 * channel) / 102, within(1.0));
    }

    @Test
    void sameSeedGivesTheSameResultAndAnotherOneDoesNot() {
        Community community = Community.typical(20_000);

        Cost first = FanOut.simulate(community, 40, SEED);

        assertThat(FanOut.simulate(community, 40, SEED)).isEqualTo(first);
        assertThat(FanOut.simulate(community, 40, SEED + 1)).isNotEqualTo(first);
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FanOut.simulate(Community.typical(10), 0, SEED))
                .withMessageContaining("edges must be at least 1, is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rooms(0.8, 0.3, new Sizes(1, 2), 0))
                .withMessageContaining("0.8 and 0.3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sizes(9, 3)).withMessageContaining("9 to 3");
    }

    /// Rooms of two, and channels, as many of the one as of the other.
    private static Community mixed(double activity) {
        return rooms(0.5, 0.5, new Sizes(100, 100), activity);
    }

    private static Community rooms(double direct, double channels, Sizes sizes, double activity) {
        return new Community(200_000, 1, direct, 14, channels, sizes, activity, 1);
    }
}
