package io.millrace.faults.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who the users of a mixture are.
public final class Credentials {

    /// With which the edges check tokens.
    public static final String SECRET = "a-secret-for-tests-of-at-least-32-characters";

    private static final int LIFE_SECONDS = 3_600;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Credentials() {}

    /// A token that ends an hour from now, so that it can be refreshed.
    static String token(String user) {
        long end = Instant.now().getEpochSecond() + LIFE_SECONDS;
        String signed =
                encoded("{\"alg\":\"HS256\"}") + "." + encoded("{\"sub\":\"" + user + "\",\"exp\":" + end + "}");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }
}
