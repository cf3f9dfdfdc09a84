package io.millrace.moderation.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.lang.Character.UnicodeScript;

/// Letters of other alphabets that read as a Latin letter (Unicode Technical Standard 39, skeletons).
///
/// The table is built once; reading it is thread-safe.
final class LookAlikes {

    /// No Latin letter looks like it.
    static final int NONE = 0;

    private static final String SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ";

    /// What Unicode does not count as alike and hasty readers do, each before its letter.
    private static final String HASTY = "ᗩaβbбbьbςcᑕcεeєeⲉeᏆiкkκkᴋkмmᴍmпnᑎnяrωwχx";

    private static final int STROKE = '1';
    private static final int TABLE_END = 0xAB70;
    private static final int IDEOGRAPHS_START = 0x3000;
    private static final int IDEOGRAPHS_END = 0xA4D0;
    private static final int REGIONAL_INDICATOR_A = 0x1F1E6;
    private static final int[] WHITE_ON_BLACK_A = {0x1F150, 0x1F170};
    private static final int ALPHABET = 26;
    private static final byte[] TABLE = table();

    private LookAlikes() {}

    /// The letter `a` to `z` that a character reads as, or the digit 1 for a stroke that may be i or l; negative
    /// when only a hasty reader takes it for that letter (a small т for t); or [#NONE].
    ///
    /// @param codePoint as written, compatibility decomposed, case kept
    static int letter(int codePoint) {
        if (codePoint < TABLE_END) {
            return TABLE[codePoint];
        }
        for (int first : WHITE_ON_BLACK_A) {
            if (codePoint >= first && codePoint < first + ALPHABET) {
                return 'a' + codePoint - first;
            }
        }
        boolean flag = codePoint >= REGIONAL_INDICATOR_A && codePoint < REGIONAL_INDICATOR_A + ALPHABET;
        return flag ? 'a' + codePoint - REGIONAL_INDICATOR_A : NONE;
    }

    private static byte[] table() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        byte[] table = new byte[TABLE_END];
        for (int codePoint = 128; codePoint < TABLE_END; codePoint++) {
            boolean ideograph = codePoint >= IDEOGRAPHS_START && codePoint < IDEOGRAPHS_END;
            if (!ideograph && Character.isLetter(codePoint)) {
                int written = read(checker, codePoint);
                int small = read(checker, UCharacter.toLowerCase(codePoint));
                // A capital may look Latin where its small letter does not (В, Τ), or like another letter (Η).
                boolean capital = written > NONE && written != STROKE;
                table[codePoint] = (byte) (capital ? written : stronger(written, small));
            }
        }
        for (int i = 0; i < HASTY.length(); i += 2) {
            byte letter = (byte) -HASTY.charAt(i + 1);
            table[HASTY.charAt(i)] = letter;
            int capital = Character.toUpperCase(HASTY.charAt(i));
            table[capital] = table[capital] > NONE ? table[capital] : letter;
        }
        return table;
    }

    private static int stronger(int one, int other) {
        return other > NONE || one == NONE ? other : one;
    }

    private static int read(SpoofChecker checker, int codePoint) {
        String skeleton = withoutMarks(checker.getSkeleton(Character.toString(codePoint)));
        if (skeleton.length() != 1) {
            return NONE;
        }
        char letter = Character.toLowerCase(skeleton.charAt(0));
        if (letter == 'l' && UnicodeScript.of(codePoint) != UnicodeScript.LATIN) {
            return STROKE;
        }
        if (Letters.isAsciiLetter(letter)) {
            return letter;
        }
        int smallCapital = SMALL_CAPITALS.indexOf(skeleton.charAt(0));
        return smallCapital < 0 ? NONE : -('a' + smallCapital);
    }

    private static String withoutMarks(String skeleton) {
        StringBuilder kept = new StringBuilder(skeleton.length());
        Normalizer2.getNFKDInstance()
                .normalize(skeleton)
                .codePoints()
                .filter(codePoint -> !Letters.isDecoration(codePoint))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
