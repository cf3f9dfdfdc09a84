package io.millrace.edge.config;

import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import java.util.Optional;

/// Who may connect (`edge.auth`).
///
/// @param hmacSecret for HS256 tokens; empty when no tokens are accepted
/// @param anonymous whether a connection needs no token
/// @param anonymousTokens whether a token that names no user may connect; otherwise 3507
/// @param insecure whether everybody may do everything without a token, for development
public record Auth(Optional<Secret> hmacSecret, boolean anonymous, boolean anonymousTokens, boolean insecure) {

    static Auth read(Section section) {
        Optional<Secret> secret = section.secret("hmac-secret");
        secret.filter(value -> value.value().length() < 32)
                .ifPresent(value -> section.problem("hmac-secret", "needs at least 32 characters (RFC 7518)"));
        return new Auth(
                secret,
                section.flag("anonymous", false),
                !section.flag("disallow-anonymous-tokens", false),
                section.flag("insecure", false));
    }
}
