package io.millrace.moderation.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.runtime.config.Config;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyCatalogueTest {

    private static final RoomId ROOM = new RoomId("chat:lobby");
    private static final RoomId SIBLING = new RoomId("chat:other");
    private static final RoomId STRANGER = new RoomId("game:lobby");

    private final PolicyDocuments documents = documents(Map.of("blocklist", Map.of("terms", List.of("heck"))));
    private final PolicyCatalogue catalogue = new PolicyCatalogue(documents);

    @Test
    void configurationAppliesWhereNoDocumentSaysOtherwise() {
        PolicySet policies = catalogue.policies();

        assertThat(policies.of(ROOM)).isSameAs(documents.configured()).isSameAs(policies.general());
    }

    @Test
    void moreSpecialLevelsChangeMoreGeneralOnes() {
        put("policy/default", "{\"caps\": {\"action\": \"flag\"}, \"text-limit\": 1000}");
        put("policy/namespace/chat", "{\"text-limit\": 2000}");
        put("policy/room/chat:lobby", "{\"text-limit\": 3000}");

        PolicySet policies = catalogue.policies();

        assertThat(policies.of(ROOM).limits().text()).isEqualTo(3000);
        assertThat(policies.of(SIBLING).limits().text()).isEqualTo(2000);
        assertThat(policies.of(STRANGER).limits().text()).isEqualTo(1000);
        assertThat(hits(policies.of(ROOM), "THIS IS VERY LOUD INDEED, IS IT NOT"))
                .contains("capitals");
    }

    @Test
    void documentsOfRoomsCanComeFirst() {
        put("policy/room/chat:lobby", "{\"text-limit\": 3000}");
        catalogue.policies();
        put("policy/namespace/chat", "{\"caps\": {\"action\": \"refuse\"}}");

        assertThat(hits(catalogue.policies().of(ROOM), "THIS IS VERY LOUD INDEED, IS IT NOT"))
                .contains("capitals");
    }

    @Test
    void namespaceWithoutANameHasOneInItsKey() {
        put("policy/namespace/default", "{\"text-limit\": 2000}");

        assertThat(catalogue.policies().of(new RoomId("lobby")).limits().text()).isEqualTo(2000);
        assertThat(catalogue.policies().of(ROOM).limits().text()).isEqualTo(32768);
    }

    @Test
    void removedLevelNoLongerApplies() {
        put("policy/room/chat:lobby", "{\"text-limit\": 3000}");
        catalogue.policies();

        catalogue.remove("policy/room/chat:lobby");

        assertThat(catalogue.policies().of(ROOM)).isSameAs(documents.configured());
        assertThat(catalogue.size()).isZero();
    }

    @Test
    void equalSettingsHaveEqualVersionsWhereverTheyComeFrom() {
        PolicyCatalogue other = new PolicyCatalogue(documents(Map.of(
                "blocklist", Map.of("terms", List.of("heck")), "slow-mode", "1m", "caps", Map.of("action", "flag"))));
        put("policy/default", "{\"slow-mode\": \"60s\"}");
        put("policy/room/chat:lobby", "{\"caps\": {\"action\": \"flag\", \"percent\": 70}}");

        PolicySet policies = catalogue.policies();

        assertThat(policies.of(ROOM).version())
                .isEqualTo(other.policies().general().version())
                .isNotEqualTo(policies.general().version());
    }

    @Test
    void whatRoomsShareNeedNotWaitForTheirOwnDocuments() {
        put("policy/room/chat:lobby", "{\"text-limit\": 3000}");
        Policy before = catalogue.policies().of(ROOM);

        put("policy/default", "{\"message-limit\": 1000}");

        PolicySet shared = catalogue.shared();
        assertThat(shared.of(STRANGER).limits().size().limit()).isEqualTo(1000);
        assertThat(shared.of(ROOM)).isSameAs(before);
        assertThat(catalogue.policies().of(ROOM).limits().size().limit()).isEqualTo(1000);
        assertThat(catalogue.policies().of(ROOM).limits().text()).isEqualTo(3000);
    }

    @Test
    void roomsWithTheSameDocumentsShareAPolicy() {
        put("policy/room/chat:lobby", "{\"text-limit\": 3000}");
        put("policy/room/chat:other", "{ \"text-limit\": 3000 }");

        assertThat(catalogue.policies().of(ROOM)).isSameAs(catalogue.policies().of(SIBLING));
    }

    @Test
    void documentThatCannotBeUsedChangesNothing() {
        put("policy/default", "{\"text-limit\": 1000}");
        Policy before = catalogue.policies().general();

        for (String bad : List.of(
                "no JSON",
                "[]",
                "{\"text-limit\": -1}",
                "{\"text-limit\": 1, \"text-limit\": 2}",
                "{\"patterns\": [{\"name\": \"a\", \"pattern\": \"(\"}]}",
                "{\"links\": {\"blocked\": [\"what?\"]}}",
                "{\"model\": {\"flag\": {\"rudeness\": 0.5}}}",
                "{\"escalation\": {\"steps\": [{\"strikes\": 1, \"action\": \"slow\"}]}}")) {
            assertThat(catalogue.put("policy/default", bad)).as(bad).isNotEmpty();
            assertThat(catalogue.policies().general()).as(bad).isSameAs(before);
            assertThat(catalogue.problems()).as(bad).containsOnlyKeys("policy/default");
        }
        put("policy/default", "{\"text-limit\": 1001}");
        assertThat(catalogue.problems()).isEmpty();
    }

    @Test
    void keyThatIsNoneIsToldAndIgnored() {
        for (String key : List.of("policy/defaults", "policy/namespace/", "policy/room/", "list/a b", "lists/a", "")) {
            assertThat(catalogue.put(key, "{}")).as(key).hasSize(1);
        }
        assertThat(catalogue.problems()).hasSize(6);
    }

    @Test
    void rateIsForAllRooms() {
        String document = "{\"rate\": {\"burst\": {\"messages\": 1}}}";

        assertThat(catalogue.put("policy/room/chat:lobby", document))
                .containsExactly(new Problem("/rate", "counts over all rooms: only policy/default may have it"));
        assertThat(catalogue.put("policy/default", document)).isEmpty();
    }

    @Test
    void listsAreCalledByTheirNameAndHaveTheirOwnActions() {
        put("list/slurs", "{\"terms\": [\"badword\"], \"allowed\": [\"no badword\"]}");
        put("list/scams", "{\"kind\": \"domains\", \"terms\": [\"bad.example\"], \"allowed\": [\"ok.bad.example\"]}");
        put(
                "policy/default",
                "{\"lists\": [{\"name\": \"slurs\", \"action\": \"mask\"}, {\"name\": \"scams\", \"action\": \"drop\"}]}");

        Policy policy = catalogue.policies().general();

        assertThat(judge(policy, "a badword")).isInstanceOf(Verdict.Mask.class);
        assertThat(judge(policy, "no badword")).isInstanceOf(Verdict.Allow.class);
        assertThat(judge(policy, "see www.bad.example")).isInstanceOf(Verdict.Drop.class);
        assertThat(judge(policy, "see ok.bad.example/a")).isInstanceOf(Verdict.Allow.class);
        assertThat(judge(policy, "heck")).isInstanceOf(Verdict.Bounce.class);
    }

    @Test
    void changedListChangesThePoliciesThatCallIt() {
        put("list/slurs", "{\"terms\": [\"badword\"]}");
        put("policy/room/chat:lobby", "{\"lists\": [{\"name\": \"slurs\"}]}");
        PolicySet before = catalogue.policies();

        put("list/slurs", "{\"terms\": [\"badword\", \"worse\"]}");

        PolicySet after = catalogue.policies();
        assertThat(judge(after.of(ROOM), "worse")).isInstanceOf(Verdict.Bounce.class);
        assertThat(after.of(ROOM).version()).isNotEqualTo(before.of(ROOM).version());
        assertThat(after.of(SIBLING).version()).isEqualTo(before.of(SIBLING).version());
    }

    @Test
    void listThatIsMissingIsToldAndTheRestApplies() {
        put("policy/default", "{\"lists\": [{\"name\": \"slurs\"}], \"text-limit\": 1000}");

        assertThat(catalogue.policies().general().limits().text()).isEqualTo(1000);
        assertThat(catalogue.problems().get("policy/default"))
                .containsExactly(new Problem("/lists/0/name", "there is no list of that name"));

        put("list/slurs", "{\"terms\": [\"badword\"]}");

        assertThat(judge(catalogue.policies().general(), "badword")).isInstanceOf(Verdict.Bounce.class);
        assertThat(catalogue.problems()).isEmpty();
    }

    @Test
    void everyEntryOfAListThatCannotBeUsedIsToldByItsPlace() {
        assertThat(catalogue.put("list/slurs", "{\"terms\": [\"?\", \"fine\", \"!\"]}"))
                .containsExactly(
                        new Problem("/terms/0", "must have 2 to 60 letters or digits, has 0"),
                        new Problem("/terms/2", "must have 2 to 60 letters or digits, has 0"));
        assertThat(catalogue.put("list/scams", "{\"kind\": \"domains\", \"terms\": [\"a.b\", \"c\"]}"))
                .containsExactly(new Problem("/terms/1", "must be a domain such as example.org"));
    }

    @Test
    void listOfTheConfigurationCannotBePublished() {
        assertThat(catalogue.put("list/blocklist", "{\"terms\": [\"fine\"]}")).hasSize(1);
        assertThat(catalogue.put("policy/default", "{\"lists\": [{\"name\": \"blocklist\"}]}"))
                .extracting(Problem::pointer)
                .containsExactly("/lists/0/name");
    }

    @Test
    void levelsThatAreGoodAloneAndNotTogetherLeaveWhatWasThere() {
        put("policy/room/chat:lobby", "{\"newcomers\": {\"new-for\": \"10d\", \"links\": \"hold\"}}");
        Policy before = catalogue.policies().of(ROOM);

        put("policy/default", "{\"newcomers\": {\"new-for\": \"1d\", \"remembered\": \"2d\", \"links\": \"hold\"}}");

        PolicySet after = catalogue.policies();
        assertThat(after.of(ROOM)).isSameAs(before);
        assertThat(after.general()).isNotSameAs(documents.configured());
        assertThat(catalogue.problems().get("policy/room/chat:lobby"))
                .extracting(Problem::pointer)
                .containsExactly("/newcomers/remembered");
    }

    @Test
    void levelsThatDoNotGoTogetherFromTheStartLeaveThoseAboveThem() {
        put("policy/room/chat:lobby", "{\"newcomers\": {\"new-for\": \"10d\", \"links\": \"hold\"}}");
        put("policy/namespace/chat", "{\"text-limit\": 2000}");
        put("policy/default", "{\"newcomers\": {\"new-for\": \"1d\", \"remembered\": \"2d\", \"links\": \"hold\"}}");

        PolicySet policies = catalogue.policies();

        assertThat(policies.of(ROOM)).isSameAs(policies.of(SIBLING));
        assertThat(policies.of(ROOM).limits().text()).isEqualTo(2000);
        assertThat(catalogue.problems()).containsOnlyKeys("policy/room/chat:lobby");
    }

    private void put(String key, String document) {
        assertThat(catalogue.put(key, document)).isEmpty();
    }

    private static List<String> hits(Policy policy, String text) {
        return judge(policy, text).hits().stream()
                .map(hit -> String.valueOf(hit.label()))
                .toList();
    }

    private static Verdict judge(Policy policy, String text) {
        byte[] json = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
        return policy.judge(new Candidate(ByteBuffer.wrap(json), PayloadFormat.JSON, 2000), List.of());
    }

    private static PolicyDocuments documents(Map<String, Object> moderation) {
        return Config.of(Map.of("moderation", moderation), Map.of())
                .read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)));
    }
}
