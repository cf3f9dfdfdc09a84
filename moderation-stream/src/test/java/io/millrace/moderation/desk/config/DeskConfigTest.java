package io.millrace.moderation.desk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Role;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeskConfigTest {

    @Test
    void withoutSettingsThereAreDefaultsAndNobodyMayEnter() {
        DeskConfig config = read(Map.of(), Map.of());

        assertThat(config.http().port()).isEqualTo(8093);
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.groupId()).isEqualTo("moderation-desk");
        assertThat(config.moderators()).isEmpty();
        assertThat(config.login()).isEqualTo(new DeskConfig.Login(10, Duration.ofMinutes(5)));
        assertThat(config.queue())
                .isEqualTo(
                        new DeskConfig.Queue(Duration.ofMinutes(5), Duration.ofMinutes(60), Duration.ofDays(90), 10));
    }

    @Test
    void moderatorsHaveRolesAndKeysThatNobodySees() {
        DeskConfig config = read(
                Map.of("moderators", Map.of("lea", Map.of("role", "lead"), "ann", Map.of())),
                Map.of(
                        "MILLRACE_MODERATION_DESK_MODERATORS_LEA_KEY", "l".repeat(32),
                        "MILLRACE_MODERATION_DESK_MODERATORS_ANN_KEY", "a".repeat(32)));

        assertThat(config.moderators().keySet())
                .containsExactlyInAnyOrder(new Moderator("lea", Role.LEAD), new Moderator("ann", Role.MODERATOR));
        assertThat(config.toString()).doesNotContain("l".repeat(32));
    }

    @Test
    void everyMistakeIsToldWithItsKey() {
        Map<String, Object> desk =
                Map.of("claim", "0s", "typo", 1, "moderators", Map.of("ann", Map.of("role", "king"), "bob", Map.of()));

        assertThatThrownBy(() -> read(desk, Map.of("MILLRACE_MODERATION_DESK_MODERATORS_ANN_KEY", "short")))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        failure -> assertThat(failure.problems())
                                .anyMatch(problem -> problem.startsWith("moderation.desk.claim: "))
                                .anyMatch(problem -> problem.startsWith("moderation.desk.typo: unknown key"))
                                .anyMatch(problem -> problem.startsWith("moderation.desk.moderators.ann.role: "))
                                .anyMatch(problem -> problem.equals(
                                        "moderation.desk.moderators.ann.key: must have at least 32 characters, has 5"))
                                .anyMatch(problem ->
                                        problem.equals("moderation.desk.moderators.bob.key-file: is required")));
    }

    @Test
    void oneKeyBelongsToOneModerator() {
        Map<String, Object> desk = Map.of("moderators", Map.of("ann", Map.of(), "bob", Map.of()));

        assertThatThrownBy(() -> read(
                        desk,
                        Map.of(
                                "MILLRACE_MODERATION_DESK_MODERATORS_ANN_KEY", "x".repeat(32),
                                "MILLRACE_MODERATION_DESK_MODERATORS_BOB_KEY", "x".repeat(32))))
                .hasMessageContaining("is the key of another moderator");
    }

    @Test
    void settingsOfModerationStreamAreNoMistakesHere() {
        Config config =
                Config.of(Map.of("moderation", Map.of("caps", Map.of("action", "flag"), "desk", Map.of())), Map.of());

        assertThat(config.read(DeskConfig::read).moderators()).isEmpty();
    }

    private static DeskConfig read(Map<String, Object> desk, Map<String, String> environment) {
        return Config.of(Map.of("moderation", Map.of("desk", desk)), environment)
                .read(DeskConfig::read);
    }
}
