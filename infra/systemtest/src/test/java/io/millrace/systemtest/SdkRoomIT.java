package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// Publishing, presence, history and rpc, as an application sees them.
class SdkRoomIT extends SdkScenarios {

    SdkRoomIT(String door, SdkSightings sightings) {
        super(door, sightings);
    }

    @Test
    void dataComesBackAsItWasSent() {
        JsonNode seen = saw("anyData");

        assertThat(seen.get("same").asBoolean()).as(seen.get("seen").toString()).isTrue();
        assertThat(seen.get("large").asBoolean()).isTrue();
    }

    @Test
    void bytesAreForClientsThatCanReadThem() {
        assertThat(saw("bytes")).isEqualTo(json(isJson() ? "{end: 3506, written: 0}" : "{same: true, count: 256}"));
    }

    @Test
    void namespaceDecidesWhoMayPublishWhat() {
        assertThat(saw("whoMayPublish")).isEqualTo(json("""
                        {result: {}, outside: 103, inside: 0, anonymous: 103, empty: 107, tooLarge: 107,
                         states: ['connected', 'connected']}"""));
    }

    @Test
    void presenceCountsConnectionsAndUsersAndIsExactAfterTheLastLeave() {
        assertThat(saw("presence")).isEqualTo(json("""
                        {complete: true, named: true, stats: {numClients: 5, numUsers: 3},
                         alone: {numClients: 1, numUsers: 1}}"""));
    }

    @Test
    void namespaceDecidesWhoSeesWhoIsThere() {
        assertThat(saw("whoMaySeeWhoIsThere"))
                .isEqualTo(json("{outside: [103, 103], inside: [0, 0], without: [108, 108]}"));
    }

    @Test
    void joinsAndLeavesComeInPairsToThoseWhoAskedOrAreTold() {
        assertThat(saw("joinsAndLeaves")).isEqualTo(json("""
                        {own: [['join'], ['join']], told: ['join', 'leave'], silent: 0,
                         asking: ['join', 'leave', 'join', 'leave', 'join', 'leave', 'join', 'leave']}"""));
    }

    @Test
    void historyIsReadFromAnyPlaceInBothDirections() {
        assertThat(saw("history")).isEqualTo(json("""
                        {known: true, position: '0 of 320', absent: '0 of 320', some: '5: 1 to 5 of 320',
                         everything: '300: 1 to 300 of 320', tooMany: '300: 1 to 300 of 320',
                         newest: '5: 320 to 316 of 320', after: '5: 11 to 15 of 320', before: '5: 9 to 5 of 320',
                         anyEpoch: '2: 319 to 320 of 320', fromTheTop: '0 of 320',
                         beforeTheFirst: 107, otherEpoch: 112, without: 108, outside: 103}"""));
    }

    @Test
    void rpcPublishesAndKnowsNothingElse() {
        assertThat(saw("rpc")).isEqualTo(json("{offset: 1, epoch: true, unknown: 104, nameless: 104, bad: 107}"));
    }

    @Test
    void everybodySeesOneOrder() {
        String each = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]";

        assertThat(saw("oneOrder"))
                .isEqualTo(json(
                        "{same: true, offsets: true, each: [%s, %s], senders: [true, true]}".formatted(each, each)));
    }

    @Test
    void unsubscribingAlwaysSucceeds() {
        assertThat(saw("unsubscribing")).isEqualTo(json("{empty: 0, code: 0, same: true, states: 2}"));
    }
}
