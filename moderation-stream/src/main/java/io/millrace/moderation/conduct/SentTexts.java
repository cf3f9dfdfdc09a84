package io.millrace.moderation.conduct;

import io.millrace.moderation.text.Fingerprint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The last compared texts of a sender, oldest first; at most 32.
record SentTexts(List<SentText> texts) {

    static final SentTexts NONE = new SentTexts(List.of());

    private static final int MOST = 32;
    private static final int BYTES = Integer.BYTES + Integer.BYTES + 2 * Long.BYTES;

    /// With one more; without those that are older than a time.
    SentTexts with(SentText text, long oldest) {
        List<SentText> all = new ArrayList<>(texts.size() + 1);
        for (int i = texts.size() == MOST ? 1 : 0; i < texts.size(); i++) {
            if (texts.get(i).at() >= oldest) {
                all.add(texts.get(i));
            }
        }
        all.add(text);
        return new SentTexts(List.copyOf(all));
    }

    /// How many of the window fit.
    int count(long since, Predicate<SentText> fits) {
        int count = 0;
        for (int i = texts.size() - 1; i >= 0 && texts.get(i).at() > since; i--) {
            count += fits.test(texts.get(i)) ? 1 : 0;
        }
        return count;
    }

    /// In how many rooms those of the window that are the same or similar were sent, the given one included.
    int rooms(long since, int room, Fingerprint text, int distance) {
        Set<Integer> rooms = new HashSet<>();
        rooms.add(room);
        for (int i = texts.size() - 1; i >= 0 && texts.get(i).at() > since; i--) {
            if (texts.get(i).isSimilar(text, distance)) {
                rooms.add(texts.get(i).room());
            }
        }
        return rooms.size();
    }

    int bytes() {
        return 1 + texts.size() * BYTES;
    }

    /// @param now no text is more than 24 days older
    void write(ByteBuffer out, long now) {
        out.put((byte) texts.size());
        for (SentText text : texts) {
            out.putInt((int) Math.min(now - text.at(), Integer.MAX_VALUE));
            out.putInt(text.room()).putLong(text.exact()).putLong(text.similar());
        }
    }

    static SentTexts read(ByteBuffer in, long now) {
        int size = Counts.read(in, MOST);
        List<SentText> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            texts.add(new SentText(now - in.getInt(), in.getInt(), in.getLong(), in.getLong()));
        }
        return new SentTexts(List.copyOf(texts));
    }
}
