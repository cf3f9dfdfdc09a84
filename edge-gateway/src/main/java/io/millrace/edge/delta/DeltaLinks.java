package io.millrace.edge.delta;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one subscriber missed, as a chain of deltas that is made bit by bit. Comparing hundreds of publications
/// takes too long for a room that is locked: whoever enters asks for the links, gets none if much is left to
/// do, does that while the room goes on, and asks again. What came in between is little then, for each round is
/// shorter than the one before. Used by one thread at a time.
public final class DeltaLinks {

    /// Bytes of payload that are compared at once.
    private static final int LITTLE = 4 << 10;

    /// After that many rounds the rest is done at once, however much it is.
    private static final int MAX_ROUNDS = 5;

    private final Encoding encoding;
    private final boolean text;
    private final List<Publication> publications = new ArrayList<>();
    private final List<Publication> links = new ArrayList<>();
    private List<Publication> wanted = List.of();
    private String epoch = "";
    private int rounds;

    /// @param encoding of the subscriber
    /// @param text whether payloads are UTF-8
    public DeltaLinks(Encoding encoding, boolean text) {
        this.encoding = encoding;
        this.text = text;
    }

    /// The links of all publications, the first one full; empty when [#work] has to be done first.
    ///
    /// @param stream epoch of the room
    /// @param missed ascending
    public Optional<List<Publication>> of(String stream, List<Publication> missed) {
        if (!goesOn(stream, missed)) {
            publications.clear();
            links.clear();
            epoch = stream;
        }
        if (rounds < MAX_ROUNDS && isMuch(missed)) {
            wanted = List.copyOf(missed);
            return Optional.empty();
        }
        extend(missed);
        return Optional.of(List.copyOf(links));
    }

    /// Whether there is work to do before the next question.
    public boolean isWanted() {
        return !wanted.isEmpty();
    }

    /// Does what is wanted; takes its time.
    public void work() {
        rounds++;
        extend(wanted);
        wanted = List.of();
    }

    /// Whether what was missed begins with what is done. The same publications are the same objects; one that
    /// was taken back meanwhile is another one.
    private boolean goesOn(String stream, List<Publication> missed) {
        int done = publications.size();
        if (!stream.equals(epoch) || missed.size() < done) {
            return false;
        }
        for (int i = 0; i < done; i++) {
            if (!missed.get(i).equals(publications.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isMuch(List<Publication> missed) {
        long bytes = 0;
        // The first one is compared with nothing.
        for (int i = Math.max(1, publications.size()); i < missed.size() && bytes <= LITTLE; i++) {
            bytes += missed.get(i).data().size();
        }
        return bytes > LITTLE;
    }

    private void extend(List<Publication> missed) {
        for (Publication publication : missed.subList(publications.size(), missed.size())) {
            Payload patch = publications.isEmpty()
                    ? null
                    : DeltaChain.patch(publications.getLast().data(), publication.data(), text);
            links.add(DeltaChain.link(publication, patch, encoding));
            publications.add(publication);
        }
    }
}
