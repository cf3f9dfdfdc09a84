package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Patterns of channel names.
class ChannelGlobTest {

    @ParameterizedTest
    @CsvSource({
        "'',            chat:a,      true",
        "*,             chat:a,      true",
        "chat:a,        chat:a,      true",
        "chat:a,        chat:ab,     false",
        "chat:a,        chat:,       false",
        "chat:*,        chat:,       true",
        "chat:*,        chat:a/b,    true",
        "chat:*,        news:a,      false",
        "*:a,           chat:a,      true",
        "*a*b*,         xaxxbx,      true",
        "*a*b*,         xbxxax,      false",
        "*ab,           aab,         true",
        "chat:?,        chat:a,      true",
        "chat:?,        chat:,       false",
        "chat:?,        chat:ab,     false",
        "chat:[a-c],    chat:b,      true",
        "chat:[a-c],    chat:d,      false",
        "chat:[!a-c],   chat:d,      true",
        "chat:[!a-c],   chat:a,      false",
        "chat:[ac],     chat:b,      false",
        "chat:[a-],     chat:-,      true",
        "'{chat,news}:*', news:x,    true",
        "'{chat,news}:*', misc:x,    false",
        "'{a,b}{c,d}',  bd,          true",
        "'{a,b}{c,d}',  ab,          false",
        "chat:\\*,      chat:*,      true",
        "chat:\\*,      chat:a,      false",
        "\\{a,          {a,          true",
    })
    void patternMatchesWhatItSays(String pattern, String channel, boolean matches) {
        assertThat(ChannelGlob.of(pattern).matches(channel)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "{a,b", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"})
    void patternThatCannotBeIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelGlob.of(pattern));
    }

    @Test
    void longPatternIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelGlob.of("x".repeat(256)));
    }

    @Test
    void patternOfManyStarsDoesNotTakeLong() {
        ChannelGlob glob = ChannelGlob.of("a*".repeat(127) + "b");
        String channel = "a".repeat(255);

        // With going back over every star this would not end before the deadline of the whole build.
        assertThat(IntStream.range(0, 1_000).anyMatch(_ -> glob.matches(channel)))
                .isFalse();
    }
}
