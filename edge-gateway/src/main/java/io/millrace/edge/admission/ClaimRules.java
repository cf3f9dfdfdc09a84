package io.millrace.edge.admission;

import java.util.Optional;
import java.util.regex.Pattern;

/// What tokens must say beside being signed.
///
/// @param audience one of the token's audiences (`aud`) must match it as a whole; empty for any
/// @param issuer the token's issuer (`iss`) must match it as a whole; empty for any
/// @param userClaim name of the claim that holds the user
public record ClaimRules(Optional<Pattern> audience, Optional<Pattern> issuer, String userClaim) {

    /// Tokens of anybody for anybody; `sub` names the user.
    public static final ClaimRules DEFAULT = new ClaimRules(Optional.empty(), Optional.empty(), "sub");

    /// What is wrong with the origin of a token, if anything.
    Optional<String> complaint(Claims.Origin origin) {
        if (audience.isPresent()
                && origin.audience().stream()
                        .noneMatch(name -> audience.get().matcher(name).matches())) {
            return Optional.of("aud is not the one expected");
        }
        String name = origin.issuer();
        if (issuer.isPresent() && (name == null || !issuer.get().matcher(name).matches())) {
            return Optional.of("iss is not the one expected");
        }
        return Optional.empty();
    }
}
