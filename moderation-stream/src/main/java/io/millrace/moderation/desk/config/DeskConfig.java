package io.millrace.moderation.desk.config;

import io.millrace.history.DatabaseSettings;
import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Role;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.serde.RegistrySettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything the moderation desk is told.
///
/// @param http where REST, page, health and metrics are served
/// @param groupId consumer group that shares the partitions among desks
/// @param moderators their keys
public record DeskConfig(
        KafkaSettings kafka,
        RegistrySettings registry,
        DatabaseSettings database,
        OpsServer.Address http,
        String groupId,
        Map<Moderator, Secret> moderators,
        Login login,
        Queue queue) {

    private static final int PORT = 8093;
    private static final int KEY_LENGTH = 32;
    private static final int NAME_LENGTH = 64;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /// How often an address may be wrong.
    ///
    /// @param failures wrong keys in one window
    public record Login(int failures, Duration per) {}

    /// How items are handled.
    ///
    /// @param claim how long a claimed item waits for who claimed it
    /// @param within how soon an item should be decided
    /// @param retention how long decided items, decisions and audit events are kept
    /// @param context messages before and after that are shown with an item
    public record Queue(Duration claim, Duration within, Duration retention, int context) {}

    /// Reads the sections `kafka`, `topics`, `registry`, `database` and `moderation.desk`.
    public static DeskConfig read(Config.Reader config) {
        Section moderation = config.section("moderation");
        // The other keys belong to moderation-stream, which checks them.
        moderation.all();
        Section desk = moderation.section("desk");
        Section login = desk.section("login");
        return new DeskConfig(
                KafkaSettings.read(config),
                RegistrySection.read(config),
                DatabaseSettings.read(config.section("database")),
                OpsServer.Address.read(desk.section("http"), PORT),
                desk.text("group-id", "moderation-desk"),
                moderators(desk.section("moderators")),
                new Login(
                        login.integer("failures", 10, 1, 1_000),
                        login.duration("per", MINUTE.multipliedBy(5), SECOND, DAY)),
                new Queue(
                        desk.duration("claim", MINUTE.multipliedBy(5), SECOND, DAY),
                        desk.duration("review-within", MINUTE.multipliedBy(60), SECOND, DAY.multipliedBy(365)),
                        desk.duration("retention", DAY.multipliedBy(90), DAY, DAY.multipliedBy(3_650)),
                        desk.integer("context", 10, 0, 50)));
    }

    private static Map<Moderator, Secret> moderators(Section section) {
        Map<Moderator, Secret> moderators = new LinkedHashMap<>();
        section.sections().forEach((name, one) -> {
            Moderator moderator = new Moderator(name, one.choice("role", Role.MODERATOR));
            if (name.isBlank() || name.length() > NAME_LENGTH) {
                one.problem("name", "must have 1 to " + NAME_LENGTH + " characters");
            }
            one.secret("key")
                    .ifPresentOrElse(
                            key -> {
                                if (key.value().length() < KEY_LENGTH) {
                                    one.problem(
                                            "key",
                                            "must have at least " + KEY_LENGTH + " characters, has "
                                                    + key.value().length());
                                } else if (moderators.values().stream()
                                        .anyMatch(other -> other.value().equals(key.value()))) {
                                    one.problem("key", "is the key of another moderator");
                                }
                                moderators.put(moderator, key);
                            },
                            () -> one.problem("key-file", "is required"));
        });
        return moderators;
    }
}
