package io.millrace.edge.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaLinksTest {

    private static final int LARGE = 5_000;

    private final DeltaLinks links = new DeltaLinks(Encoding.PROTOBUF, true);

    @Test
    void littleIsLinkedAtOnce() {
        List<Publication> chain = links.of("e", publications(1, 5, 100)).orElseThrow();

        assertThat(links.isWanted()).isFalse();
        assertThat(read(chain)).isEqualTo(texts(1, 5, 100));
    }

    @Test
    void aSinglePublicationIsFullHoweverLargeItIs() {
        assertThat(links.of("e", publications(1, 1, LARGE))).isPresent();
    }

    @Test
    void muchIsLinkedBetweenTwoQuestionsAndWhatCameMeanwhileAtTheSecond() {
        assertThat(links.of("e", publications(1, 300, 2_000))).isEmpty();
        assertThat(links.isWanted()).isTrue();

        links.work();
        List<Publication> chain = links.of("e", publications(1, 301, 2_000)).orElseThrow();

        assertThat(links.isWanted()).isFalse();
        assertThat(read(chain)).isEqualTo(texts(1, 301, 2_000));
        assertThat(chain.subList(1, 301)).allMatch(Publication::delta);
    }

    @Test
    void asMuchAgainIsAnotherRoundAndRoundsHaveAnEnd() {
        int rounds = 0;
        int last = 10;
        while (links.of("e", publications(1, last, LARGE)).isEmpty()) {
            links.work();
            rounds++;
            last += 10;
        }

        assertThat(rounds).isEqualTo(5);
        assertThat(read(links.of("e", publications(1, last, LARGE)).orElseThrow()))
                .isEqualTo(texts(1, last, LARGE));
    }

    @Test
    void publicationThatWasTakenBackMeanwhileIsInNoLink() {
        List<Publication> missed = publications(1, 5, LARGE);
        assertThat(links.of("e", missed)).isEmpty();
        links.work();

        missed.set(2, Publication.of(Payload.wrap(new byte[] {'{', '}'}), null, 3));
        assertThat(links.of("e", missed)).as("another round").isEmpty();
        links.work();

        assertThat(read(links.of("e", missed).orElseThrow()).get(2)).isEqualTo("{}");
    }

    @Test
    void streamThatBeganAnewIsLinkedAnew() {
        assertThat(links.of("e", publications(1, 5, LARGE))).isEmpty();
        links.work();

        assertThat(read(links.of("f", publications(1, 3, 100)).orElseThrow())).isEqualTo(texts(1, 3, 100));
        assertThat(read(links.of("f", publications(2, 3, 100)).orElseThrow())).isEqualTo(texts(2, 3, 100));
    }

    /// What a subscriber makes of a chain.
    private static List<String> read(List<Publication> chain) {
        List<String> read = new ArrayList<>();
        byte[] before = new byte[0];
        for (Publication link : chain) {
            byte[] data = link.data().toByteArray();
            before = link.delta() ? DeltaReader.apply(before, data) : data;
            read.add(new String(before, StandardCharsets.UTF_8));
        }
        return read;
    }

    private static List<String> texts(int from, int to, int size) {
        return publications(from, to, size).stream()
                .map(publication -> new String(publication.data().toByteArray(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Publication> publications(int from, int to, int size) {
        List<Publication> result = new ArrayList<>();
        for (int offset = from; offset <= to; offset++) {
            byte[] data = ("{\"n\":" + offset + ",\"pad\":\"" + "abcdefgh".repeat(size / 8) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            result.add(Publication.of(Payload.wrap(data), null, offset));
        }
        return result;
    }
}
