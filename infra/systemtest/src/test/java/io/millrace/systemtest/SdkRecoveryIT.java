package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Coming back to a room, and deltas. Flags are: was recovering, recovered, has recovered publications.
class SdkRecoveryIT extends SdkScenarios {

    SdkRecoveryIT(String door, SdkSightings sightings) {
        super(door, sightings);
    }

    @Test
    void everythingMissedComesBackInOrder() {
        assertThat(saw("streamIsRecovered")).isEqualTo(json("""
                        {flags: ['false false false', 'true true true', 'true true false', 'true true true'],
                         data: [1, 2, 3, 4, 5, 6, 7, 8, 9], offsets: [1, 2, 3, 4, 5, 6, 7, 8, 9]}"""));
    }

    @Test
    void gapIsToldAndNothingComesBackInPart() {
        assertThat(saw("gapIsTold")).isEqualTo(json("""
                        {flags: ['false false false', 'true false false', 'true true true'],
                         data: [1, 6, 7, 8], top: 5}"""));
    }

    @Test
    void applicationMayGiveThePosition() {
        assertThat(saw("positionsOfTheApplication")).isEqualTo(json("""
                        {beginning: ['true true true', 1, 2, 3], middle: ['true true true', 3],
                         top: ['true true false'], future: ['true false false'], otherEpoch: ['true false false'],
                         invalidated: ['true false false'], none: ['false false false']}"""));
    }

    @Test
    void applicationThatKeepsStateIsAskedAgainWhenItsPositionIsLost() {
        assertThat(saw("stateOfTheApplication")).isEqualTo(json("""
                        {first: 1, then: 2, data: [6],
                         flags: ['true true false', 'true true false', 'true true false']}"""));
    }

    @Test
    void cacheGivesTheNewestToThoseWhoHaveNotGotIt() {
        assertThat(saw("cacheIsRecovered")).isEqualTo(json("""
                        {flags: ['false false false', 'true true true', 'true true false'],
                         data: [1, 2, 5, 6], fresh: [3]}"""));
    }

    @Test
    void subscriptionsOfTheTokenAreRecoveredWithTheConnection() {
        assertThat(saw("subscriptionsOfTheTokenAreRecovered"))
                .isEqualTo(
                        json("{flags: ['false false false', 'true true true'], data: [1, 2, 3, 4], subscribing: 1}"));
    }

    @Test
    void deltasAreReadAndOthersGetNone() {
        assertThat(saw("deltas")).isEqualTo(json("""
                        {read: true, plain: true, history: true, full: 3, asDelta: 4, smaller: true, none: 0}"""));
    }

    @Test
    void recoveredPublicationsAreAChainOfDeltasThatGoesOn() {
        assertThat(saw("deltasAreRecovered")).isEqualTo(json("""
                        {flags: ['false false false', 'true true true'], data: [1, 2, 3, 4, 5, 6, 7], whole: true,
                         first: [1, 1], then: [1, 4]}"""));
    }

    @Test
    void namespaceWithoutDeltasGivesNone() {
        assertThat(saw("noDeltasHere")).isEqualTo(json("{data: [1, 2], deltas: 0}"));
    }
}
