package io.millrace.edge.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.millrace.edge.admission.KeyVerifiers;
import io.millrace.edge.admission.PublicKeys;
import io.millrace.edge.config.Auth;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.runtime.metrics.Meters;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The keys of a JWKS endpoint (RFC 7517). Thread-safe.
///
/// Keys are fetched at start and again in the background before they are old, so that a known key costs no
/// waiting. A token that names an unknown key makes its reader wait for one fetch, which all such readers
/// share; how often that happens is limited. While the endpoint is away, the known keys stay good for the
/// configured time, and a token that names another one gets no verdict instead of a wrong one.
public final class PublishedKeys implements PublicKeys, AutoCloseable {

    private static final int MAX_VERIFIERS = 256;
    private static final long LONGEST_LOOK_MILLIS = 30_000;

    private final JWKSetSource<SecurityContext> cache;
    private final JWKSetBasedJWKSource<SecurityContext> source;
    private final Map<JWK, Optional<JWSVerifier>> verifiers = new ConcurrentHashMap<>();

    private PublishedKeys(JWKSetSource<SecurityContext> cache) {
        this.cache = cache;
        this.source = new JWKSetBasedJWKSource<>(cache);
    }

    /// Begins to fetch.
    public static PublishedKeys open(Auth.Jwks settings, Meters meters) {
        ScheduledExecutorService background = Threads.scheduler("edge-jwks");
        long timeout = settings.timeout().toMillis();
        PublishedKeys keys = new PublishedKeys(new RefreshAheadCachingJWKSetSource<>(
                new RateLimitedJWKSetSource<>(
                        KeyEndpoint.open(settings, meters),
                        settings.minInterval().toMillis(),
                        null),
                settings.keep().toMillis(),
                2 * timeout,
                settings.keep().minus(settings.refresh()).toMillis(),
                background,
                true,
                null,
                null,
                false));
        long look = Math.clamp(settings.refresh().dividedBy(4).toMillis(), 250, LONGEST_LOOK_MILLIS);
        var _ = background.scheduleWithFixedDelay(keys::look, 0, look, TimeUnit.MILLISECONDS);
        return keys;
    }

    @Override
    public Lookup find(JWSHeader header) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        if (matcher == null) {
            return new Lookup.Found(List.of());
        }
        try {
            List<JWSVerifier> found = new ArrayList<>();
            for (JWK key : source.get(new JWKSelector(matcher), null)) {
                verifier(key).ifPresent(found::add);
            }
            return new Lookup.Found(found);
        } catch (RateLimitReachedException e) {
            return new Lookup.Unavailable("the key is not known, and keys were fetched a moment ago");
        } catch (KeySourceException e) {
            return new Lookup.Unavailable("the key is not known, and keys cannot be fetched");
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// Fetches what is missing, or old enough to be fetched again.
    private void look() {
        try {
            cache.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), System.currentTimeMillis(), null);
        } catch (KeySourceException failure) {
            // The endpoint has told, and the next look follows.
        }
    }

    private Optional<JWSVerifier> verifier(JWK key) {
        if (verifiers.size() > MAX_VERIFIERS) {
            verifiers.clear();
        }
        return verifiers.computeIfAbsent(key, PublishedKeys::prepare);
    }

    private static Optional<JWSVerifier> prepare(JWK key) {
        try {
            PublicKey decoded = switch (key) {
                case OctetKeyPair pair -> Ed25519Jwk.decode(pair);
                case AsymmetricJWK pair -> pair.toPublicKey();
                default -> throw new IllegalArgumentException("not a public key");
            };
            return Optional.of(KeyVerifiers.of(decoded));
        } catch (JOSEException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }
}
