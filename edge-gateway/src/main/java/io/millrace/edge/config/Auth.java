package io.millrace.edge.config;

import io.millrace.edge.admission.TokenSettings;
import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Who may connect (`edge.auth`).
///
/// @param tokens which tokens are good
/// @param jwks where further public keys are published
/// @param resume tickets for clients that come back soon; empty for none
/// @param anonymous whether a connection needs no token
/// @param anonymousTokens whether a token that names no user may connect; otherwise 3507
/// @param insecure whether everybody may do everything without a token, for development
public record Auth(
        TokenSettings tokens,
        Optional<Jwks> jwks,
        Optional<Resume> resume,
        boolean anonymous,
        boolean anonymousTokens,
        boolean insecure) {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    /// A provider's keys.
    ///
    /// @param url of the key set (RFC 7517 section 5)
    /// @param refresh age at which keys are fetched again, in the background
    /// @param keep age up to which keys are good while they cannot be fetched
    /// @param timeout of connecting and of reading
    /// @param minInterval in which at most two fetches are made, whatever tokens ask for
    public record Jwks(URI url, Duration refresh, Duration keep, Duration timeout, Duration minInterval) {}

    /// Resume tickets.
    ///
    /// @param secret the same on all edges
    /// @param window how long a ticket is good
    public record Resume(Secret secret, Duration window) {}

    static Auth read(Section section) {
        boolean insecure = section.flag("insecure", false);
        return new Auth(
                TokenSection.read(section, insecure),
                jwks(section.section("jwks")),
                resume(section.section("resume")),
                section.flag("anonymous", false),
                !section.flag("disallow-anonymous-tokens", false),
                insecure);
    }

    private static Optional<Jwks> jwks(Section section) {
        Duration refresh = section.duration("refresh", Duration.ofMinutes(5), SECOND, DAY);
        Duration keep = section.duration("keep", DAY, SECOND, Duration.ofDays(365));
        Duration timeout =
                section.duration("timeout", SECOND.multipliedBy(2), Duration.ofMillis(50), SECOND.multipliedBy(60));
        Duration minInterval = section.duration("min-interval", SECOND.multipliedBy(30), Duration.ofMillis(100), DAY);
        if (refresh.compareTo(timeout.multipliedBy(2)) < 0) {
            section.problem("refresh", "must not be shorter than two timeouts");
        }
        if (keep.compareTo(refresh) <= 0 || keep.compareTo(minInterval) <= 0) {
            section.problem("keep", "must be longer than refresh and min-interval");
        }
        return section.text("url")
                .flatMap(url -> endpoint(section, url))
                .map(url -> new Jwks(url, refresh, keep, timeout, minInterval));
    }

    private static Optional<URI> endpoint(Section section, String text) {
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Told below.
        }
        section.problem("url", "must be an http or https address");
        return Optional.empty();
    }

    private static Optional<Resume> resume(Section section) {
        Duration window = section.duration("window", SECOND.multipliedBy(120), SECOND, DAY);
        return section.secret("secret")
                .filter(secret -> TokenSection.isLongEnough(section, "secret", secret))
                .map(secret -> new Resume(secret, window));
    }
}
