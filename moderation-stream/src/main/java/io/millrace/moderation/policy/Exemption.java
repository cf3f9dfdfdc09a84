package io.millrace.moderation.policy;

import java.util.Set;

/// Who is not judged. Sizes and rates hold for them too.
///
/// @param users their ids
/// @param roles their roles, as `role` or `roles` in the connection info of their token say
public record Exemption(Set<String> users, Set<String> roles) {

    /// Nobody.
    public static final Exemption NOBODY = new Exemption(Set.of(), Set.of());

    public Exemption {
        users = Set.copyOf(users);
        roles = Set.copyOf(roles);
    }
}
