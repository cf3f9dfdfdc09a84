package io.millrace.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens as an application server would make them.
final class Tokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    /// A token that does not expire.
    static String hs256(String secret, String user) {
        return signed(secret, "{\"sub\":\"" + user + "\"}");
    }

    /// A token with these claims, as JSON.
    static String signed(String secret, String claims) {
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// A token of a user of the running stack that ends so many seconds from now.
    ///
    /// @param more further claims as JSON, with a comma before each
    static String ending(String user, long seconds, String more) {
        long end = Instant.now().getEpochSecond() + seconds;
        return signed(RunningStack.TOKEN_SECRET, "{\"sub\":\"" + user + "\",\"exp\":" + end + more + "}");
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }
}
