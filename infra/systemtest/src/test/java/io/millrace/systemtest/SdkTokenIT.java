package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Connection tokens, their claims and their refresh, as an application sees them.
class SdkTokenIT extends SdkScenarios {

    SdkTokenIT(String door, SdkSightings sightings) {
        super(door, sightings);
    }

    @Test
    void goodTokensAndNoneAtAllConnectAndBadOnesEndForGood() {
        assertThat(saw("whichTokensAreTaken")).isEqualTo(json("""
                        {none: 'connected', named: 'connected', anonymous: 'connected',
                         hs384: 'connected', hs512: 'connected',
                         otherSecret: 3500, garbage: 3500, unsigned: 3500, forAChannel: 3500, wrongType: 3500}"""));
    }

    @Test
    void tokenOutOfItsTimeIsReplacedByTheApplicationOnce() {
        assertThat(saw("tokensOutOfTheirTime"))
                .isEqualTo(json("{expired: ['connected', 1], tooEarly: ['connected', 1], alone: 1}"));
    }

    @Test
    void refreshKeepsTheConnectionBeyondItsFirstEnd() {
        assertThat(saw("refreshKeepsTheConnection")).isEqualTo(json("""
                        {exp: {asked: 1, same: true, states: ['connecting', 'connected']},
                         expireAt: {asked: 1, same: true, states: ['connecting', 'connected']},
                         never: {asked: 0, same: true, states: ['connecting', 'connected']}}"""));
    }

    @Test
    void refreshWithAnythingElseThanMoreTimeEndsTheConnection() {
        assertThat(saw("refreshesThatAreRefused")).isEqualTo(json("""
                        {otherUser: ['disconnected', 3500, 'disconnected'],
                         garbage: ['disconnected', 3500, 'disconnected'],
                         expired: ['connecting', 3005, 'connected'], otherSubs: ['connecting', 3010, 'connected']}"""));
    }

    @Test
    void infoOfConnectionAndChannelIsSeenByOthers() {
        assertThat(saw("claimsThatOthersSee")).isEqualTo(json("""
                        {publications: [{user: true, conn: {name: 'Ada'}, chan: {role: 'host'}},
                                        {user: true, conn: {name: 'Bö'}}],
                         presence: [{user: true, conn: {name: 'Ada'}, chan: {role: 'host'}},
                                    {user: true, conn: {name: 'Bö'}}]}"""));
    }

    @Test
    void tokenSubscribesWithDataInfoAndOverrides() {
        assertThat(saw("subscriptionsOfTheToken")).isEqualTo(json("""
                        {short: [true], count: 2, publication: 'from the backend', again: 105,
                         full: {positioned: true, recoverable: true, wasRecovering: false, recovered: false,
                                hasRecoveredPublications: false, data: {hello: 1}, offset: 0},
                         bare: {positioned: true, recoverable: true, wasRecovering: false, recovered: false,
                                hasRecoveredPublications: false, data: 'dä', offset: 0},
                         join: {own: true, chan: {role: 'host'}}}"""));
    }

    @Test
    void moreSubscriptionsInTheTokenThanAllowedEndTheConnection() {
        assertThat(saw("moreSubscriptionsThanAllowed").asInt()).isEqualTo(3505);
    }

    @Test
    void subscriptionsThatTheNextTokenLacksAreReportedAsGone() {
        assertThat(saw("subscriptionsThatAreGone")).isEqualTo(json("{subscribing: 2, unsubscribed: [true]}"));
    }
}
