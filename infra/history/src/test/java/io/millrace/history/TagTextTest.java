package io.millrace.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagTextTest {

    @Test
    void tagsComeBackAsTheyWere() {
        Map<String, String> tags = Map.of("plain", "value", "quote\"", "new\nline", "", "🜁");

        assertThat(TagText.read(TagText.write(tags))).isEqualTo(tags);
    }

    @Test
    void noTagsAreNoText() {
        assertThat(TagText.write(null)).isNull();
        assertThat(TagText.write(Map.of())).isNull();
        assertThat(TagText.read(null)).isNull();
    }

    @Test
    void whatIsNotJsonIsSaidSo() {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> TagText.read("{\"k\""));
    }
}
