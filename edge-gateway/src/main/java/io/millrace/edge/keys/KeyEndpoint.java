package io.millrace.edge.keys;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.helidon.metrics.api.Counter;
import io.millrace.edge.config.Auth;
import io.millrace.runtime.metrics.Meters;
import java.net.MalformedURLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches a key set over HTTP, and tells how that went. Used by one thread at a time.
final class KeyEndpoint extends JWKSetSourceWrapper<SecurityContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyEndpoint.class);
    private static final int MAX_BYTES = 256 << 10;
    private static final String COUNTER = "edge_jwks_fetches_total";
    private static final String HELP = "Fetches of the JWKS endpoint";

    private final Counter fetched;
    private final Counter failed;

    private KeyEndpoint(JWKSetSource<SecurityContext> source, Meters meters) {
        super(source);
        this.fetched = meters.counter(COUNTER, HELP, "result", "fetched");
        this.failed = meters.counter(COUNTER, HELP, "result", "failed");
    }

    static KeyEndpoint open(Auth.Jwks settings, Meters meters) {
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        try {
            return new KeyEndpoint(
                    new URLBasedJWKSetSource<>(
                            settings.url().toURL(), new DefaultResourceRetriever(timeout, timeout, MAX_BYTES)),
                    meters);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not an address of a key set: " + settings.url(), e);
        }
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refreshEvaluator, long currentTime, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            JWKSet keys = getSource().getJWKSet(refreshEvaluator, currentTime, context);
            fetched.increment();
            LOGGER.atDebug().addKeyValue("keys", keys.size()).log("key set fetched");
            return keys;
        } catch (KeySourceException failure) {
            failed.increment();
            LOGGER.atWarn().addKeyValue("error", failure.getMessage()).log("key set cannot be fetched");
            throw failure;
        }
    }
}
