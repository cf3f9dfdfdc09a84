package io.millrace.moderation.conduct;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The last messages that were reproached with something, oldest first.
///
/// @param lost the newest that did not fit any more: what is not younger is answered like it, because a
///     sender that was told "no" must not see the message appear
record Answers(Answer lost, List<Answer> known) {

    static final Answers NONE = new Answers(Answer.NOTHING, List.of());

    private static final int MOST = 16;
    private static final int BYTES = Long.BYTES + 1 + Integer.BYTES;

    Answers with(Answer answer) {
        List<Answer> all = new ArrayList<>(known);
        Answer dropped = all.size() == MOST ? all.removeFirst() : lost;
        all.add(answer);
        return new Answers(dropped, List.copyOf(all));
    }

    /// What was said to the message at a position.
    Answer at(long position) {
        for (Answer answer : known) {
            if (answer.position() == position) {
                return answer;
            }
        }
        return position <= lost.position() ? lost : Answer.NOTHING;
    }

    int bytes() {
        return 1 + (1 + known.size()) * BYTES;
    }

    void write(ByteBuffer out) {
        out.put((byte) known.size());
        write(lost, out);
        known.forEach(answer -> write(answer, out));
    }

    private static void write(Answer answer, ByteBuffer out) {
        out.putLong(answer.position()).put((byte) answer.offences()).putInt(answer.waitSeconds());
    }

    static Answers read(ByteBuffer in) {
        int size = Counts.read(in, MOST);
        Answer lost = readOne(in);
        List<Answer> known = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            known.add(readOne(in));
        }
        return new Answers(lost, List.copyOf(known));
    }

    private static Answer readOne(ByteBuffer in) {
        return new Answer(in.getLong(), in.get(), in.getInt());
    }
}
