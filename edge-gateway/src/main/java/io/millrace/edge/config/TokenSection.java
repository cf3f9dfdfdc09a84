package io.millrace.edge.config;

import com.nimbusds.jose.JWSVerifier;
import io.millrace.edge.admission.ClaimRules;
import io.millrace.edge.admission.KeyVerifiers;
import io.millrace.edge.admission.SharedSecrets;
import io.millrace.edge.admission.TokenSettings;
import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads which tokens are good, out of `edge.auth`.
final class TokenSection {

    private static final int MIN_SECRET = 32;
    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_:./-]{1,100}");

    private TokenSection() {}

    /// @param insecure whether secrets may be short, as those of test suites are
    static TokenSettings read(Section section, boolean insecure) {
        return new TokenSettings(
                secrets(section, insecure),
                keys(section),
                new ClaimRules(expected(section, "audience"), expected(section, "issuer"), userClaim(section)));
    }

    private static SharedSecrets secrets(Section section, boolean insecure) {
        Optional<byte[]> current = secret(section, "hmac-secret", insecure);
        Optional<byte[]> previous = secret(section, "hmac-previous-secret", insecure);
        Optional<Instant> until = until(section);
        if (previous.isPresent() && current.isEmpty()) {
            section.problem("hmac-previous-secret", "needs a hmac-secret that follows it");
        }
        if (until.isPresent() && previous.isEmpty()) {
            section.problem("hmac-previous-until", "needs a hmac-previous-secret");
        }
        return current.map(SharedSecrets::of)
                .map(secrets -> previous.map(secret -> secrets.withPrevious(secret, until))
                        .orElse(secrets))
                .orElse(SharedSecrets.NONE);
    }

    private static Optional<byte[]> secret(Section section, String key, boolean insecure) {
        return section.secret(key)
                .filter(secret -> insecure || isLongEnough(section, key, secret))
                .map(secret -> secret.value().getBytes(StandardCharsets.UTF_8));
    }

    static boolean isLongEnough(Section section, String key, Secret secret) {
        if (secret.value().length() < MIN_SECRET) {
            section.problem(key, "needs at least " + MIN_SECRET + " characters (RFC 7518)");
            return false;
        }
        return true;
    }

    private static Optional<Instant> until(Section section) {
        return section.text("hmac-previous-until").flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException e) {
                section.problem("hmac-previous-until", "must be a time such as 2026-01-31T00:00:00Z, is " + text);
                return Optional.empty();
            }
        });
    }

    private static List<JWSVerifier> keys(Section section) {
        List<JWSVerifier> keys = new ArrayList<>();
        for (String file : section.texts("public-keys", List.of())) {
            try {
                keys.addAll(KeyVerifiers.ofPem(Files.readString(Path.of(file))));
            } catch (IOException | InvalidPathException e) {
                section.problem("public-keys", "names a file that cannot be read: " + file);
            } catch (IllegalArgumentException e) {
                section.problem("public-keys", file + " " + e.getMessage());
            }
        }
        return keys;
    }

    /// A text to be met exactly, or under `<key>-regex` an expression to be met as a whole.
    private static Optional<Pattern> expected(Section section, String key) {
        Optional<Pattern> exact = section.text(key).map(text -> Pattern.compile(text, Pattern.LITERAL));
        String regexKey = key + "-regex";
        Optional<Pattern> regex = section.text(regexKey).flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                section.problem(regexKey, "is not a regular expression: " + e.getDescription());
                return Optional.empty();
            }
        });
        if (exact.isPresent() && regex.isPresent()) {
            section.problem(regexKey, "and " + section.path() + "." + key + " exclude each other");
        }
        return exact.or(() -> regex);
    }

    private static String userClaim(Section section) {
        String claim = section.text("user-claim", ClaimRules.DEFAULT.userClaim());
        if (!CLAIM.matcher(claim).matches()) {
            section.problem("user-claim", "must be the name of a claim: letters, digits and _ : . / -");
        }
        return claim;
    }
}
