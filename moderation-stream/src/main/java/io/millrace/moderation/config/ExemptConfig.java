package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.util.List;

/// Whose messages are judged by nothing but their size and rate.
///
/// @param users ids
/// @param roles of which the sender's connection info has one, under `role` or `roles`
public record ExemptConfig(List<String> users, List<String> roles) {

    public ExemptConfig {
        users = List.copyOf(users);
        roles = List.copyOf(roles);
    }

    static ExemptConfig read(Section section) {
        return new ExemptConfig(section.texts("users", List.of()), section.texts("roles", List.of()));
    }
}
