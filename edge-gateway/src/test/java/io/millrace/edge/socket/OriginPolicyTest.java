package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {
    private static final OriginPolicy LISTED = new OriginPolicy(Set.of("https://app.example.com"), false);
    private static final OriginPolicy SAME_HOST = new OriginPolicy(Set.of(), true);

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, true",
        "https://app.example.com.evil, false",
        "https://evil.app.example.com, false",
        "https://app.example.com:443, false",
        "https://app.example.com:8443, false",
        "http://app.example.com, false",
        "HTTPS://APP.EXAMPLE.COM, false",
        "https://app.example.com/, false",
        "null, false",
        "'', false"
    })
    void comparesExactly(String origin, boolean admitted) {
        assertThat(LISTED.admits(handshake("edge.example.com", List.of(origin))))
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080, true",
        "chat.example.com, https://chat.example.com, true",
        "chat.example.com, https://CHAT.example.com, true",
        "localhost:8080, http://localhost:8081, false",
        "localhost:8080, http://localhost, false",
        "localhost:8080, http://localhost:8080.evil, false",
        "localhost:8080, ftp://localhost:8080, false",
        "localhost:8080, null, false",
        "localhost:8080, localhost:8080, false"
    })
    void comparesHostAndPortWhenTheSameHostIsAllowed(String host, String origin, boolean admitted) {
        assertThat(SAME_HOST.admits(handshake(host, List.of(origin)))).isEqualTo(admitted);
    }

    @Test
    void programsWithoutOriginPassAndTwoOriginsDoNot() {
        assertThat(LISTED.admits(handshake("edge", List.of()))).isTrue();
        assertThat(LISTED.admits(handshake("edge", List.of("https://app.example.com", "https://app.example.com"))))
                .isFalse();
    }

    private static Handshake handshake(String host, List<String> origins) {
        Map<String, List<String>> headers =
                origins.isEmpty() ? Map.of("host", List.of(host)) : Map.of("host", List.of(host), "origin", origins);
        return new Handshake("/socket", Map.of(), headers, new InetSocketAddress(1), false, List.of());
    }
}
