package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.millrace.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What moderators order at the desk's REST interface, as people in the rooms see it.
@ExtendWith(SharedStack.class)
class ModerationIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationIT.class);

    /// It is one second; a loaded build machine gets more.
    private static final Duration LIVE_WITHIN = Duration.ofSeconds(8);

    private final RunningStack stack;
    private final Desk admin;
    private final Desk lead;

    ModerationIT(RunningStack stack) {
        this.stack = stack;
        this.admin = new Desk(stack.desk(), SharedStack.ADMIN_KEY);
        this.lead = new Desk(stack.desk(), SharedStack.LEAD_KEY);
    }

    @AfterEach
    void close() {
        admin.close();
        lead.close();
    }

    @Test
    void policyIsLiveAtOnceAndNamesTheRuleToTheSender() throws Exception {
        String room = Rooms.open("policy");
        try (Chatter ada = Chatter.join(stack, 0, room, "ada-policy")) {
            assertThat(ada.say("swordfish")).isEqualTo(Chatter.TAKEN);

            admin.govern(room, Policies.about("swordfish", "refuse", ""));

            assertThat(live("policy", ada.sayUntil("swordfish", Policies.REFUSED)))
                    .isLessThan(LIVE_WITHIN);
            assertThat(ada.say("anything else")).isEqualTo(Chatter.TAKEN);
        }
    }

    @Test
    void maskedPlaceIsStarsForOthers() throws Exception {
        String room = governed("mask");
        try (Chatter ada = Chatter.join(stack, 0, room, "ada-mask");
                Chatter bo = Chatter.join(stack, 1, room, "bo-mask")) {
            assertThat(ada.say("a swordfish here")).isEqualTo(Chatter.TAKEN);

            assertThat(bo.awaitHeard(1)).containsExactly("a ********* here");
        }
    }

    @Test
    void shadowedMessageIsSeenByItsSenderAlone() throws Exception {
        String room = governed("shadow");
        try (Chatter ada = Chatter.join(stack, 0, room, "ada-shadow");
                Chatter bo = Chatter.join(stack, 1, room, "bo-shadow")) {
            assertThat(ada.say("a swordfish here")).isEqualTo(Chatter.TAKEN);
            assertThat(ada.say("and nothing else")).isEqualTo(Chatter.TAKEN);

            assertThat(ada.awaitHeard(2)).containsExactly("a swordfish here", "and nothing else");
            assertThat(bo.awaitHeard(1)).containsExactly("and nothing else");
        }
    }

    @Test
    void muteSilencesWithinSecondsAndItsEndLetsTheUserSpeakAgain() throws Exception {
        String user = "ada-mute";
        try (Chatter ada = Chatter.join(stack, 0, Rooms.open("mute"), user)) {
            String mute = lead.sanction(user, "mute", ",\"durationSeconds\":600");
            assertThat(live("mute", ada.sayUntil("still me", "402 muted until ")))
                    .isLessThan(LIVE_WITHIN);

            lead.end(mute);

            assertThat(live("end of a mute", ada.sayUntil("me again", Chatter.TAKEN)))
                    .isLessThan(LIVE_WITHIN);
        }
    }

    @Test
    void banEndsTheConnectionAndEveryNewOneUntilItIsOver() {
        String user = "ada-ban";
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user)) {
            ada.await("connected");

            String ban = lead.sanction(user, "ban", "");
            ada.await("disconnected 4500 banned");
            try (JavaUser again = JavaUser.named(stack.webSocket(1), user)) {
                again.await("disconnected 4500 banned");
                assertThat(again.events()).doesNotContain("connected");
            }

            lead.end(ban);
            Await.until(() -> isLetIn(user), LIVE_WITHIN, "let in again");
        }
    }

    @Test
    void reportedMessageIsTakenBackWhenAModeratorRemovesIt() throws Exception {
        String room = Rooms.open("report");
        try (Chatter ada = Chatter.join(stack, 0, room, "ada-report");
                Chatter bo = Chatter.join(stack, 1, room, "bo-report")) {
            ada.say("something nasty");
            bo.awaitHeard(1);
            String report = bo.rpc(
                            "moderation.report",
                            "{\"channel\":\"" + room + "\",\"offset\":1,\"reason\":\"it is nasty\"}")
                    .get("id")
                    .asText();

            JsonNode item = waiting("report", "room", room);
            assertThat(item.get("id").asText()).isEqualTo(report);
            assertThat(item.get("user").asText()).isEqualTo("ada-report");
            assertThat(item.get("words").asText()).isEqualTo("it is nasty");
            // Which message is at the offset, the archive knows a little later.
            Await.value(
                    () -> lead.resolve(report, "remove"),
                    answer -> answer.status() == 200,
                    Await.DEADLINE,
                    "the reported message is removed");

            assertThat(bo.awaitHeard(2).get(1))
                    .contains("\"event\":\"retracted\"")
                    .contains("\"offset\":1");
        }
    }

    @Test
    void appealIsDecidedByAnotherModerator() throws Exception {
        String user = "ada-appeal";
        try (Chatter ada = Chatter.join(stack, 0, Rooms.open("appeal"), user)) {
            String mute = lead.sanction(user, "mute", "");
            ada.sayUntil("still me", "402 muted");
            ada.rpc("moderation.appeal", "{\"sanction\":\"" + mute + "\",\"text\":\"it was a quote\"}");
            String appeal = waiting("appeal", "user", user).get("id").asText();

            assertThat(lead.resolve(appeal, "pardon").status())
                    .as("by who gave the sanction")
                    .isEqualTo(409);
            assertThat(admin.resolve(appeal, "pardon").status()).isEqualTo(200);

            ada.sayUntil("me again", Chatter.TAKEN);
        }
    }

    private String governed(String action) throws DuplicateSubscriptionException {
        String room = Rooms.open(action);
        Policies.govern(stack, admin, room, Policies.about("swordfish", action, ""));
        return room;
    }

    private JsonNode waiting(String kind, String by, String value) {
        return Await.value(
                        () -> lead.waiting(kind, by, value),
                        items -> items.size() == 1,
                        Await.DEADLINE,
                        "one " + kind + " of " + value)
                .get(0);
    }

    private boolean isLetIn(String user) {
        try (JavaUser again = JavaUser.named(stack.webSocket(1), user)) {
            return Await.value(
                            again::events,
                            told -> told.stream().anyMatch(event -> !event.startsWith("connecting")),
                            Await.DEADLINE,
                            "let in or not")
                    .contains("connected");
        }
    }

    private static Duration live(String what, Duration took) {
        LOGGER.atInfo()
                .addKeyValue("what", what)
                .addKeyValue("millis", took.toMillis())
                .log("in force");
        return took;
    }
}
