package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692 section 7.1.
class DeflateOfferTest {
    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "Permessage-Deflate;Client_Max_Window_Bits=8",
                "permessage-deflate; client_max_window_bits=\"10\"; server_max_window_bits=15",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate"
            })
    void offerThatCanBeKeptIsTaken(String offers) {
        assertThat(DeflateOffer.answer(List.of(offers))).contains(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=010",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; unknown",
                "permessage-deflate;"
            })
    void offerThatIsWrongOrImpossibleIsDeclined(String offers) {
        assertThat(DeflateOffer.answer(List.of(offers))).isEmpty();
    }

    @Test
    void offersMayComeInSeveralHeaders() {
        assertThat(DeflateOffer.answer(List.of("other", "permessage-deflate"))).contains(ANSWER);
        assertThat(DeflateOffer.answer(List.of())).isEmpty();
    }
}
