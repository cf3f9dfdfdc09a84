package io.millrace.edge.api;

import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The section `edge.api`.
///
/// @param keys API keys; none means that every request is refused
/// @param insecure whether no key is needed: only behind a network that nobody else reaches
/// @param maxBody greatest body of a request, in bytes
/// @param inFlight requests under way at once; more are refused
/// @param rate requests of one key each second, 0 for no limit
/// @param batch calls of one batch, and channels of one broadcast, at most
/// @param commands the Kafka door
public record ApiSettings(
        List<Key> keys, boolean insecure, int maxBody, int inFlight, int rate, int batch, Commands commands) {

    private static final String ALL = "all";

    /// One API key.
    ///
    /// @param name for the audit log
    /// @param scopes what it may do
    public record Key(String name, Secret secret, Set<ApiScope> scopes) {}

    /// The Kafka door.
    ///
    /// @param enabled whether this edge executes `api.commands`
    /// @param group consumer group of the edges that do
    /// @param patience how long a command that meets an outage is tried again
    public record Commands(boolean enabled, String group, Duration patience) {}

    /// Reads the section.
    public static ApiSettings read(Section section) {
        List<Key> keys = new ArrayList<>();
        section.secret("key").ifPresent(secret -> keys.add(new Key("default", secret, EnumSet.allOf(ApiScope.class))));
        section.section("keys").sections().forEach((name, key) -> {
            Set<ApiScope> scopes = scopes(key);
            key.secret("key")
                    .ifPresentOrElse(
                            secret -> keys.add(new Key(name, secret, scopes)),
                            () -> key.problem("key-file", "is required"));
        });
        Section commands = section.section("commands");
        return new ApiSettings(
                List.copyOf(keys),
                section.flag("insecure", false),
                Math.toIntExact(section.bytes("max-body", 1 << 20, 1 << 10, 16 << 20)),
                section.integer("in-flight", 256, 1, 100_000),
                section.integer("rate", 0, 0, 1_000_000),
                section.integer("batch", 1_000, 1, 10_000),
                new Commands(
                        commands.flag("enabled", true),
                        commands.text("group", "millrace-api"),
                        commands.duration(
                                "patience", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(240))));
    }

    private static Set<ApiScope> scopes(Section key) {
        Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
        for (String text : key.texts("scopes", List.of(ALL))) {
            if (text.equals(ALL)) {
                return EnumSet.allOf(ApiScope.class);
            }
            try {
                scopes.add(ApiScope.valueOf(text.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException _) {
                key.problem("scopes", "must be among all, publish, connections, read, erase, inspect, is " + text);
            }
        }
        return scopes;
    }
}
